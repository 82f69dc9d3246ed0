import type { Plain } from '../../contract-kit/plain.js';
import type { WalleyLinkDto, WalleyLinksDto, WalleyListMetaDto } from './orders/orders.dto.js';
import type { Paging } from './orders/paging.js';
import type { QueryValues } from './orders/query-values.js';

interface ListPage {
  /** On this page. */
  readonly shown: number;
  /** On all pages. */
  readonly total: number;
  readonly paging: Paging;
  /** The query of the request. */
  readonly values: QueryValues;
}

interface ListFrame {
  readonly links: Plain<WalleyLinksDto>;
  readonly metaData: Plain<WalleyListMetaDto>;
}

/** What stands around the rows of a page (walley.md, "GET orders"). */
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
