import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { PlacedRange } from '#read-models';
import { ReadsQuery } from '../../../contract-kit/request-head.guard.js';
import {
  fulfillmentStatusNames,
  orderStatusNames,
  paymentStatusNames,
} from '../describe/schemas.js';
import { invalidData } from '../medusa-envelope.js';
import { QueryTree } from './query-tree.js';
import { type Selection, selectionNames, selectionOf } from './selection.js';

/** The parameters of a list. */
export interface ListQuery {
  readonly selection: Selection;
  readonly limit: number;
  readonly offset: number;
  readonly oldestFirst: boolean;
  readonly statuses?: readonly string[];
  readonly paymentStatuses?: readonly string[];
  readonly fulfillmentStatuses?: readonly string[];
  readonly placed: PlacedRange;
  readonly id?: string;
  readonly text?: string;
  readonly displayId?: string;
  readonly customerId?: string;
  readonly email?: string;
  readonly currencyCode?: string;
}

const listNames = [
  ...selectionNames,
  ...['id', 'q', 'status', 'payment_status', 'fulfillment_status', 'display_id', 'customer_id'],
  ...['email', 'currency_code', 'created_at', 'order', 'limit', 'offset'],
];

const limitDefault = 50;
const limitMax = 1_000;

/** Reads the parameters of a list from the URL. @throws HttpError 400 */
export const listQueryOf = (url: string): ListQuery => {
  const query = new QueryTree(url);
  query.assertNames(listNames);
  return {
    selection: selectionOf(query),
    limit: wholeIn(query, 'limit', { least: 1, most: limitMax }) ?? limitDefault,
    offset: wholeIn(query, 'offset', { least: 0, most: Number.MAX_SAFE_INTEGER }) ?? 0,
    oldestFirst: isOldestFirst(query),
    ...optional('statuses', oneOf(query, 'status', orderStatusNames)),
    ...optional('paymentStatuses', oneOf(query, 'payment_status', paymentStatusNames)),
    ...optional('fulfillmentStatuses', oneOf(query, 'fulfillment_status', fulfillmentStatusNames)),
    placed: placedIn(query),
    ...optional('id', query.text('id')),
    ...optional('text', textOf(query)),
    ...optional('displayId', query.text('display_id')),
    ...optional('customerId', query.text('customer_id')),
    ...optional('email', query.text('email')),
    ...optional('currencyCode', query.text('currency_code')),
  };
};

const optional = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Each in Name]?: Value } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [Each in Name]?: Value };

const textOf = (query: QueryTree): string | undefined => {
  const text = query.text('q')?.trim() ?? '';
  return text === '' ? undefined : text;
};

const wholeIn = (
  query: QueryTree,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined => {
  const text = query.text(name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value))
    throw invalidData(`${name} must be a number conforming to the specified constraints`);
  if (!Number.isInteger(value)) throw invalidData(`${name} must be an integer number`);
  if (value < least) throw invalidData(`${name} must not be less than ${least}`);
  if (value > most) throw invalidData(`${name} must not be greater than ${most}`);
  return value;
};

const oneOf = (
  query: QueryTree,
  name: string,
  words: readonly string[],
): readonly string[] | undefined => {
  const values = query.list(name);
  if (values?.every((value) => words.includes(value)) === false) {
    const all = words.join(', ');
    throw invalidData(`each value in ${name} must be one of the following values: ${all}`);
  }
  return values;
};

const isOldestFirst = (query: QueryTree): boolean => {
  const order = query.text('order') ?? '-created_at';
  if (order === 'created_at') return true;
  if (order === '-created_at') return false;
  throw invalidData(`Order field ${order.replace(/^-/, '').slice(0, 100)} is not valid`);
};

const seconds = /^\d{5,12}(?:\.\d{1,3})?$/;
const written =
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const earliestMs = Date.parse('0001-01-01');
const latestMs = Date.parse('9999-12-31');

const msOf = (name: string, text: string): number => {
  const ms = seconds.test(text)
    ? Math.round(Number(text) * 1_000)
    : written.test(text)
      ? Date.parse(text)
      : NaN;
  if (ms >= earliestMs && ms <= latestMs) return ms;
  throw invalidData(`created_at.${name} must be a Date instance`);
};

/**
 * Reads the filter `created_at`. Times of orders are whole milliseconds, so `gt` (later than) a
 * time means: from one millisecond later on.
 */
const placedIn = (query: QueryTree): PlacedRange => {
  const members = query.members('created_at', ['lt', 'gt', 'gte', 'lte']);
  const from: number[] = [];
  const before: number[] = [];
  for (const [name, text] of members) {
    const ms = msOf(name, text);
    if (name === 'gte') from.push(ms);
    else if (name === 'gt') from.push(ms + 1);
    else if (name === 'lt') before.push(ms);
    else before.push(ms + 1);
  }
  return {
    ...(from.length > 0 && { placedFrom: new Date(Math.max(...from)).toISOString() }),
    ...(before.length > 0 && { placedBefore: new Date(Math.min(...before)).toISOString() }),
  };
};

class ListReader extends ReadsQuery {}

const listReader = new ListReader();

const listParameter = createParamDecorator((_: ListReader, context: ExecutionContext) =>
  listQueryOf(context.switchToHttp().getRequest<FastifyRequest>().originalUrl),
);

/** Parameter decorator: passes the parameters of a list to the controller's method. */
export const Listed = (): ParameterDecorator => listParameter(listReader);
