import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReadsQuery } from '../../../contract-kit/query-names.guard.js';
import { invalidQuery } from './invalid-query.js';
import type { QueryValues } from './query-values.js';

/** The one parameter that may be repeated, and that clients write as a list: `filter[]=`, `filter[0]=`. */
const repeatable = 'filter';
const listMark = /\[\d{0,4}\]$/;
const shownCharacters = 50;

/** The names that a route takes; read without regard to case (walley.md, "Every call"). */
class WalleyQueryNames extends ReadsQuery {
  constructor(private readonly names: readonly string[]) {
    super();
  }

  /** The query of a URL under the names of the contract. @throws RefusedRequest 422 for any other name */
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

/** The query of the request, by the names that the route takes: `@WalleyQuery(names('page', 'perPage'))`. */
export const WalleyQuery = createParamDecorator((names: WalleyQueryNames, context) =>
  names.read(context.switchToHttp().getRequest<FastifyRequest>().raw.url ?? ''),
);

export const names = (...all: readonly string[]): WalleyQueryNames => new WalleyQueryNames(all);
