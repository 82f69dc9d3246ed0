import type { OrderFacts, Notification } from './notification.js';

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
  /** What was left to capture before a reauthorisation, minor units. */
  readonly originalAmount?: number;
  /** Of a registration: whether the payment is authorised, or is still to be. */
  readonly status?: OrderFacts['status'];
  readonly currency?: string;
  readonly captureId?: string;
  readonly refundId?: string;
  readonly reauthorizationId?: string;
  /** As the caller of the action gave it. */
  readonly reference?: string;
  /** `settled`, or `requested` where a gateway has still to act. */
  readonly outcome?: string;
  readonly expiresAt?: string;
  /** Why the gateway refused a capture or a refund: its text and its code. */
  readonly reason?: string;
  readonly code?: string;
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
  'reason',
  'code',
] as const;

interface PricedRow {
  readonly unitPrice: number;
  readonly quantity: number;
}

const sumOf = (rows: unknown): number | undefined =>
  Array.isArray(rows)
    ? (rows as PricedRow[]).reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0)
    : undefined;

/** A registration says its rows, a statement its total, an extension what is left; the others say their amount. */
const amountIn = ({ event, logged: { data }, remainingBefore }: Notification): unknown => {
  if (event === 'order.created') return sumOf(data['rows']);
  if (event === 'order.extended') return remainingBefore;
  return event === 'settlement.created' ? data['total'] : data['amount'];
};

/** Facts that an event does not have are `undefined`, which JSON leaves out. */
export const messageFacts = (notification: Notification): MessageFacts => {
  const { data } = notification.logged;
  const { orderNumber, currency, status } = notification.order ?? {};
  return {
    ...Object.fromEntries(copied.map((name) => [name, data[name]])),
    orderNumber,
    status: notification.event === 'order.created' ? status : undefined,
    amount: amountIn(notification),
    originalAmount:
      notification.event === 'order.reauthorized' ? notification.remainingBefore : undefined,
    currency: data['currency'] ?? currency,
  } as MessageFacts;
};

export const unixSeconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));
