import { createHash } from 'node:crypto';
import { isObject } from '#ledger';
import type { Attributes, OrderBalance, Row } from '#ledger';

/** The integers by which Akinon's callers know an order and those it belongs to. */
export interface AkinonNumbers {
  readonly pk: number;
  /** Of the store. */
  readonly channel: number;
  readonly customer: number;
}

type NumberedOrder = Pick<OrderBalance, 'orderId' | 'storeId' | 'attributes'>;
type NumberedRow = Pick<Row, 'rowId' | 'attributes'>;

/** Row numbers of one order are below it; 2^31 times it is still an exact number. */
const rowsOfOrder = 2 ** 20;

const largest = 2 ** 31 - 1;

/** An integer from 1 to 2^31 - 1 that a name always has: callers may keep it in 32 bits. */
const integerNamed = (name: string): number =>
  (createHash('sha256').update(name).digest().readUIntBE(0, 6) % largest) + 1;

/** The `akinon` part of attributes; empty if there is none. */
export const akinonPart = (attributes: Attributes | undefined): Attributes => {
  const part = attributes?.['akinon'];
  return isObject(part) ? part : {};
};

const given = (attributes: Attributes | undefined, name: string): number | undefined => {
  const value = akinonPart(attributes)[name];
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
};

/** As given at registration (`attributes.akinon`), else derived from the ids: always the same. */
export const akinonNumbersOf = ({
  orderId,
  storeId,
  attributes,
}: NumberedOrder): AkinonNumbers => ({
  pk: given(attributes, 'pk') ?? integerNamed(`order ${orderId}`),
  channel: given(attributes, 'channel') ?? integerNamed(`channel ${storeId}`),
  customer: given(attributes, 'customer') ?? integerNamed(`customer ${orderId}`),
});

/** The `pk` of a row: as given, else derived from the order's id and the row's number. */
export const akinonPkOfRow = (orderId: string, { rowId, attributes }: NumberedRow): number =>
  given(attributes, 'pk') ??
  (integerNamed(`order ${orderId}`) - 1) * rowsOfOrder + Number(rowId.slice(1));

/** The attributes of an order or a row with these numbers in their `akinon` part. */
const withNumbers = (attributes: Attributes | undefined, numbers: object): Attributes => ({
  ...attributes,
  akinon: { ...akinonPart(attributes), ...numbers },
});

/** The order with all its numbers in the attributes of the order and of its rows. */
export const withAkinonNumbers = <Shown extends OrderBalance>(order: Shown): Shown => ({
  ...order,
  attributes: withNumbers(order.attributes, akinonNumbersOf(order)),
  rows: order.rows.map((row) => ({
    ...row,
    attributes: withNumbers(row.attributes, { pk: akinonPkOfRow(order.orderId, row) }),
  })),
});

/** Returns whether an order says something for Akinon, of itself or of a row. */
export const mentionsAkinon = ({
  attributes,
  rows,
}: {
  readonly attributes?: Attributes;
  readonly rows: readonly { readonly attributes?: Attributes }[];
}): boolean =>
  [attributes, ...rows.map((row) => row.attributes)].some(
    (one) => one !== undefined && Object.hasOwn(one, 'akinon'),
  );
