import { formatMinor, type Order, type OrderBalance, type OrderStatus } from '#ledger';
import { akinonNumbersOf, akinonPart } from '../../../queries/akinon-numbers.js';
import { type OrderField, orderFields } from './order-fields.js';

/** The Order object: every field of its schema, null where nothing is known. */
export type OrderObject = Readonly<Record<OrderField, unknown>>;

const statuses: Readonly<Record<OrderStatus, string>> = {
  Pending: '300',
  NotActivated: '400',
  PartActivated: '400',
  Activated: '450',
  Closed: '100',
  Expired: '100',
  Returned: '600',
};

/** At least two decimals; a third one only where it is not 0. */
export const decimalOf = (amount: number, currency: string): string => {
  const [whole = '', fraction = ''] = formatMinor(amount, currency).split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
};

/** Six decimals, as the contract writes times. */
const timeOf = (instant: string): string => instant.replace(/(\.\d{3})Z$/, '$1000Z');

const latestOf = ({ balance, captures, refunds }: Order): string => {
  let latest = balance.placedAt;
  for (const { capturedAt } of captures.values()) if (capturedAt > latest) latest = capturedAt;
  for (const { refundedAt } of refunds?.made.values() ?? [])
    if (refundedAt > latest) latest = refundedAt;
  return latest;
};

/** Sums of the rows that stand as they were registered; unknown once some were replaced. */
const sumsOf = ({ rows, total, currency }: OrderBalance) => {
  const sum = (those: OrderBalance['rows']): number =>
    those.reduce((amount, { unitPrice, quantity }) => amount + unitPrice * quantity, 0);
  if (sum(rows) !== total) return {};
  const ofType = (type: string): number => sum(rows.filter((row) => row.type === type));
  return {
    discount_amount: decimalOf(Math.abs(ofType('discount')), currency),
    shipping_amount: decimalOf(ofType('shipping'), currency),
  };
};

/** The fields in which the ledger's own figures count, and not those of the registration. */
const factsOf = (balance: OrderBalance) => ({
  number: balance.orderNumber,
  status: statuses[balance.status],
  currency: balance.currency.toLowerCase(),
  amount: decimalOf(balance.total, balance.currency),
  refund_amount: decimalOf(balance.refunded, balance.currency),
});

const nothingRefunded = { discount_refund_amount: '0.00', shipping_refund_amount: '0.00' };

const nothing = Object.fromEntries(orderFields.map((name) => [name, null]));
const known: ReadonlySet<string> = new Set(orderFields);

/** Values of `attributes.akinon` are returned as they were given. */
export const orderObject = (order: Order): OrderObject => {
  const { balance } = order;
  const given = Object.entries(akinonPart(balance.attributes)).filter(([name]) => known.has(name));
  const placedAt = timeOf(balance.placedAt);
  return {
    ...nothing,
    client_type: 'default',
    date_placed: placedAt,
    created_date: placedAt,
    modified_date: timeOf(latestOf(order)),
    ...sumsOf(balance),
    ...(balance.refunded === 0 && nothingRefunded),
    ...Object.fromEntries(given),
    ...akinonNumbersOf(balance),
    ...factsOf(balance),
  } as OrderObject;
};
