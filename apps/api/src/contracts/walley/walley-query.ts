import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Plain } from '../../contract-kit/describe.js';
import { ReadsQuery } from '../../contract-kit/request-head.guard.js';
import type { WalleyLinkDto, WalleyLinksDto, WalleyListMetaDto } from './orders/orders.dto.js';
import { invalidQuery } from './walley-envelope.js';

/**
 * The only parameter that may be repeated. Some clients write it as `filter[]=` or `filter[0]=`.
 */
const repeatable = 'filter';
const listMark = /\[\d{0,4}\]$/;
const shownCharacters = 50;

/**
 * Reads the query parameters of one route. Names are matched without regard to upper and lower case
 * (walley.md, "Every call").
 */
class WalleyQueryNames extends ReadsQuery {
  constructor(private readonly names: readonly string[]) {
    super();
  }

  /**
   * Reads a URL's query and renames each parameter to the contract's spelling, such as `perPage`
   * for `PERPAGE`.
   *
   * @throws HttpError 422 for an unknown parameter
   */
  read(url: string): QueryValues {
    const start = url.indexOf('?');
    const sent = new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
    const values = new URLSearchParams();
    for (const [name, value] of sent) values.append(this.#known(name), value);
    return values;
  }

  #known(sent: string): string {
    const name = sent.toLowerCase();
    const plain = name.replace(listMark, '');
    const wanted = plain === repeatable ? plain : name;
    const known = this.names.find((one) => one.toLowerCase() === wanted);
    if (known !== undefined) return known;
    const shown = sent.slice(0, shownCharacters);
    throw invalidQuery(
      `${shown} is no parameter of this call; there are: ${this.names.join(', ')}.`,
    );
  }
}

/**
 * Parameter decorator: passes a request's query to the controller's method. The route lists the
 * names that it knows: `@WalleyQuery(names('page', 'perPage'))`.
 */
export const WalleyQuery = createParamDecorator((names: WalleyQueryNames, context) =>
  names.read(context.switchToHttp().getRequest<FastifyRequest>().raw.url ?? ''),
);

export const names = (...all: readonly string[]): WalleyQueryNames => new WalleyQueryNames(all);

/** The parameters of a query, with their names in the contract's spelling. */
export type QueryValues = URLSearchParams;

const asSent = (text: string, name: string, charactersMax: number): string => {
  if (text.length > charactersMax) throw invalidQuery(`${name} is too long.`);
  // U+FFFD replaces bytes that are not valid UTF-8, and PostgreSQL cannot store U+0000.
  if (/[\0\ufffd]/.test(text)) throw invalidQuery(`${name} is not valid text.`);
  return text;
};

/** The value of a parameter that may be given only once. */
export const soleValue = (
  values: QueryValues,
  name: string,
  charactersMax = 256,
): string | undefined => {
  const [value, ...more] = values.getAll(name);
  if (more.length > 0) throw invalidQuery(`${name} must be given once.`);
  return value === undefined ? undefined : asSent(value, name, charactersMax);
};

/** All values of a parameter that may be repeated. */
export const everyValue = (values: QueryValues, name: string): readonly string[] =>
  values.getAll(name);

export interface Paging {
  /** The number of the page, from 1. */
  readonly page: number;
  readonly perPage: number;
}

const perPageDefault = 10;
const perPageMax = 1000;
/** The largest page number. Up to this page, page number times page size is a safe integer. */
const pageMax = 1_000_000_000;

const wholeNumber = (values: QueryValues, name: string, most: number): number | undefined => {
  const text = soleValue(values, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw invalidQuery(`${name} must be from 1 to ${most}.`);
  return value;
};

/** The page that a query asks for. `most` is the largest allowed `perPage`. */
export const pagingOf = (values: QueryValues, most = perPageMax): Paging => ({
  page: wholeNumber(values, 'page', pageMax) ?? 1,
  perPage: wholeNumber(values, 'perPage', most) ?? perPageDefault,
});

interface ListPage {
  /** Number of items on this page. */
  readonly shown: number;
  /** Number of items on all pages. */
  readonly total: number;
  readonly paging: Paging;
  /** The query of the request, which the links to other pages repeat. */
  readonly values: QueryValues;
}

interface ListFrame {
  readonly links: Plain<WalleyLinksDto>;
  readonly metaData: Plain<WalleyListMetaDto>;
}

/** The links and counts that surround the rows of a page (walley.md, "GET orders"). */
export const walleyListFrame = (href: string, listed: ListPage): ListFrame => {
  const { paging, total } = listed;
  const isLast = paging.page * paging.perPage >= total;
  return {
    links: {
      self: linkTo(href, listed, paging.page),
      next: isLast ? null : linkTo(href, listed, paging.page + 1),
    },
    metaData: metaOf(listed),
  };
};

const linkTo = (href: string, { paging, values }: ListPage, page: number): Plain<WalleyLinkDto> => {
  const query = new URLSearchParams(values);
  query.set('page', String(page));
  query.set('perPage', String(paging.perPage));
  return { method: 'GET', href, query: query.toString() };
};

const metaOf = ({
  shown,
  total,
  paging: { page, perPage },
}: ListPage): Plain<WalleyListMetaDto> => {
  const before = (page - 1) * perPage;
  return {
    totalNumberOfRecords: total,
    numberOfPages: Math.ceil(total / perPage),
    currentPage: page,
    range: shown === 0 ? { from: 0, to: 0 } : { from: before + 1, to: before + shown },
  };
};
