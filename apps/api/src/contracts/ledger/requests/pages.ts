import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { InvalidCursor, type Page, type PageRequest } from '#access';
import type { Plain } from '../../../contract-kit/describe.js';
import { type HttpError, shapeError } from '../../../contract-kit/http-error.js';
import { Limit } from '../fields/numbers.js';
import { Text } from '../../../contract-kit/body/fields.js';

const limitDefault = 100;

/**
 * The parameters that choose a page of a list: `limit` from 1 to 1,000, and `cursor` as the
 * previous page gave it.
 */
export class PageQuery {
  @Limit('Items', limitDefault)
  readonly limit?: string;

  @Text({ optional: true, description: 'The `nextCursor` of the page before' })
  readonly cursor?: string;
}

export const limitOf = ({ limit }: Plain<PageQuery>, byDefault = limitDefault): number =>
  limit === undefined ? byDefault : Number(limit);

export interface PageResponse<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** Makes the class that describes a page of these items in OpenAPI. */
export const pageOf = <Item>(item: Type<Item>): Type<PageResponse<Item>> => {
  class Page {
    @ApiProperty({ type: [item] })
    readonly items!: readonly Item[];

    @ApiProperty({ type: 'string', nullable: true, description: 'Null on the last page' })
    readonly nextCursor!: string | null;
  }
  Object.defineProperty(Page, 'name', { value: `PageOf${item.name}` });
  return Page;
};

/** The parameters of a list that belongs to one order. */
export class ListQuery extends PageQuery {
  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}

type IdOf<Item> = (item: Item) => string;

/** The cursor of a page that begins after the item with this id. */
export const cursorOf = (id: string): string => Buffer.from(id, 'latin1').toString('base64url');

/**
 * Finds the index after the item that the cursor names. A later request finds the same place again,
 * because new items are only appended to these lists.
 */
const startOf = <Item>(
  all: readonly Item[],
  idOf: IdOf<Item>,
  cursor: string | undefined,
): number => {
  if (cursor === undefined) return 0;
  const last = all.findIndex((item) => cursorOf(idOf(item)) === cursor);
  if (last === -1) throw invalidCursor();
  return last + 1;
};

/**
 * A page of a list that belongs to one order, such as its captures or refunds.
 *
 * @throws HttpError 400 for a cursor of another list
 */
export const listPage = <Item>(
  all: readonly Item[],
  idOf: IdOf<Item>,
  query: Plain<PageQuery>,
): PageResponse<Item> => {
  const start = startOf(all, idOf, query.cursor);
  const items = all.slice(start, start + limitOf(query));
  const last = items.at(-1);
  const isLastPage = start + items.length >= all.length || last === undefined;
  return { items, nextCursor: isLastPage ? null : cursorOf(idOf(last)) };
};

/**
 * A page of clients, stores or keys in the form of `/v1`.
 *
 * @throws HttpError 400 for a cursor of another list
 */
export const directoryPage = async <Item, Response>(
  query: PageQuery,
  list: (request: PageRequest) => Promise<Page<Item>>,
  responseOf: (item: Item) => Response,
): Promise<PageResponse<Response>> => {
  const { cursor } = query;
  const request = { limit: limitOf(query), ...(cursor !== undefined && { cursor }) };
  try {
    const { items, nextCursor } = await list(request);
    return { items: items.map(responseOf), nextCursor };
  } catch (error) {
    if (error instanceof InvalidCursor) throw invalidCursor();
    throw error;
  }
};

/** 400: no page of this list has returned this cursor. */
export const invalidCursor = (): HttpError =>
  shapeError([{ path: ['cursor'], message: 'must be the nextCursor of a page of this list' }]);
