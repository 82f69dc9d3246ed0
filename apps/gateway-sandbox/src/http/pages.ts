import { GatewayError } from '../gateway-error.js';
import type { Parameters } from './parameters.js';

const limitOf = (parameters: Parameters): number => {
  const limit = parameters.amount('limit') ?? 10;
  if (limit >= 1 && limit <= 100) return limit;
  const message = 'limit must be from 1 to 100';
  throw GatewayError.parameter('limit', 'parameter_invalid_integer', message);
};

interface Page<Item> {
  readonly object: 'list';
  readonly data: readonly Item[];
  readonly has_more: boolean;
  readonly url: string;
}

interface List<Item> {
  /**
   * The kind of the listed objects, such as `refund`, for the error message `No such refund`.
   */
  readonly what: string;
  readonly url: string;
  /**
   * Finds the object with this id. If the result is `undefined`, the object is left out of the
   * page.
   */
  readonly find: (id: string) => Item | undefined;
}

/**
 * Returns the items after the cursor. One item more than the page's limit is returned, to show
 * whether another page follows.
 */
const after = <Item>(
  ids: Iterable<string>,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
  { what, find }: List<Item>,
): readonly Item[] => {
  const items: Item[] = [];
  let isReached = cursor === undefined;
  for (const id of ids) {
    const item = isReached ? find(id) : undefined;
    if (item !== undefined) items.push(item);
    if (items.length > limit) break;
    isReached ||= id === cursor;
  }
  if (!isReached) throw GatewayError.resource(what, cursor ?? '', 'starting_after');
  return items;
};

/**
 * Returns the items right before the cursor. One item more than the page's limit is returned, to
 * show whether another page follows.
 */
const before = <Item>(
  ids: Iterable<string>,
  { cursor, limit }: { readonly cursor: string; readonly limit: number },
  { what, find }: List<Item>,
): readonly Item[] => {
  let items: readonly Item[] = [];
  for (const id of ids) {
    if (id === cursor) return items;
    const item = find(id);
    if (item !== undefined) items = [...items, item].slice(-limit - 1);
  }
  throw GatewayError.resource(what, cursor, 'ending_before');
};

/** A page of a list, the newest first. */
export const pageOf = <Item>(
  ids: Iterable<string>,
  parameters: Parameters,
  list: List<Item>,
): Page<Item> => {
  const limit = limitOf(parameters);
  const [first, last] = [parameters.text('starting_after'), parameters.text('ending_before')];
  if (first !== undefined && last !== undefined) {
    const message = 'starting_after and ending_before exclude each other.';
    throw GatewayError.parameter('ending_before', 'parameter_invalid', message);
  }
  const found =
    last === undefined
      ? after(ids, { cursor: first, limit }, list)
      : before(ids, { cursor: last, limit }, list);
  const data = last === undefined ? found.slice(0, limit) : found.slice(-limit);
  return { object: 'list', data, has_more: found.length > limit, url: list.url };
};
