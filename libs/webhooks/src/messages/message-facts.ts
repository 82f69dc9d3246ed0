import type { ToldEvent } from './told-event.js';

/**
 * What a message says, beside its envelope. Ids and sums, nothing that names a person: what was sent cannot be erased
 * (domain.md, "Events"); who wants more reads the order by its id.
 */
export interface MessageFacts {
  readonly orderId?: string;
  readonly orderNumber?: string;
  readonly settlementId?: string;
  readonly number?: number;
  /** Minor units. */
  readonly amount?: number;
  readonly currency?: string;
  readonly captureId?: string;
  readonly refundId?: string;
  readonly reauthorizationId?: string;
  /** As the caller of the action gave it. */
  readonly reference?: string;
  /** `settled`, or `requested` where a gateway has still to act. */
  readonly outcome?: string;
  readonly expiresAt?: string;
}

const copied = [
  'orderId',
  'settlementId',
  'number',
  'captureId',
  'refundId',
  'reauthorizationId',
  'reference',
  'outcome',
  'expiresAt',
] as const;

interface PricedRow {
  readonly unitPrice: number;
  readonly quantity: number;
}

const sumOf = (rows: unknown): number | undefined =>
  Array.isArray(rows)
    ? (rows as PricedRow[]).reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0)
    : undefined;

/** A registration says its rows, a statement its total; the others say their amount. An extension has none. */
const amountIn = ({ event, logged: { data } }: ToldEvent): unknown => {
  if (event === 'order.created') return sumOf(data['rows']);
  return event === 'settlement.created' ? data['total'] : data['amount'];
};

/** Facts that an event does not have are `undefined`, which JSON leaves out. */
export const messageFacts = (told: ToldEvent): MessageFacts => {
  const { data } = told.logged;
  const { orderNumber, currency } = told.order ?? {};
  return {
    ...Object.fromEntries(copied.map((name) => [name, data[name]])),
    orderNumber,
    amount: amountIn(told),
    currency: data['currency'] ?? currency,
  } as MessageFacts;
};
