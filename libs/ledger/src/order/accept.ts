import { type Decision, reject, type Rejected } from './decision.js';
import { evolveBalance } from './evolve-balance.js';
import { actionOf } from './idempotency.js';
import { assertFirstCapture } from './invariants.js';
import type { OrderCommand } from './order-commands.js';
import { isCaptureEvent, type OrderEvent } from './order-events.js';
import type { Order, OrderBalance } from './order.js';

interface Acceptance {
  readonly order: Order | undefined;
  readonly command: OrderCommand;
  readonly fingerprint: string;
  readonly limits: OrderLimits;
}

/**
 * Accepts a command with these events as its whole effect. Rejects the command if the order's
 * history has no room for them. Throws `InvariantViolated` if the order would break an invariant
 * after one of the events.
 */
export const accept = (acceptance: Acceptance, events: readonly OrderEvent[]): Decision => {
  const { order, command, fingerprint, limits } = acceptance;
  const full = historyFull(order, events, limits);
  if (full !== undefined) return full;
  const key = command.idempotencyKey;
  return {
    kind: 'accepted',
    events,
    balances: balancesAfter(order, events),
    cause: {
      action: actionOf[command.type],
      fingerprint,
      ...(key !== undefined && { idempotencyKey: key }),
    },
    ...(events.some(isCaptureEvent) && { captureId: command.actionId }),
    ...((command.type === 'CreateTerminalIntent' || command.type === 'CreateCheckoutIntent') && {
      paymentIntent: command.data.paymentIntent,
    }),
  };
};

const balancesAfter = (
  order: Order | undefined,
  events: readonly OrderEvent[],
): readonly OrderBalance[] => {
  let balance = order?.balance;
  return events.map((event) => {
    if (order !== undefined) assertFirstCapture(order.captures, event);
    balance = evolveBalance(balance, event);
    return balance;
  });
};

/** Limits on the size of an order (domain.md, "Limits"). */
export interface OrderLimits {
  /**
   * Largest number of events in one order's history. Outcomes that the gateway reports are recorded
   * even if this number is exceeded.
   */
  readonly eventsMax: number;
  /**
   * Largest number of rows that all captures, refunds and reauthorisations of an order may have
   * together. One event can have 1,000 rows.
   */
  readonly recordedRowsMax: number;
}

export const defaultOrderLimits: OrderLimits = { eventsMax: 50_000, recordedRowsMax: 50_000 };
/**
 * Rejects events for which the order's history has no room (domain.md, "Limits"); `undefined` if
 * there is room.
 */
export const historyFull = (
  order: Order | undefined,
  events: readonly OrderEvent[],
  { eventsMax, recordedRowsMax }: OrderLimits,
): Rejected | undefined => {
  if (events.every(isGatewayOutcome)) return undefined;
  const written = order === undefined ? 0 : order.revision + 1;
  if (written + events.length > eventsMax) {
    return reject('ORDER_HISTORY_FULL', `An order's history has ${eventsMax} events at most.`);
  }
  const rows = events.reduce((sum, event) => sum + recordedRowsIn(event), 0);
  // An event without rows, such as an expiry, is accepted even if earlier events have used up all
  // rows.
  if (rows > 0 && (order?.recordedRows ?? 0) + rows > recordedRowsMax) {
    return reject(
      'ORDER_HISTORY_FULL',
      `An order's captures, refunds and reauthorisations have ${recordedRowsMax} rows at most.`,
    );
  }
  return undefined;
};

/**
 * True for an outcome that the gateway reports. Such an outcome is recorded even in a full history,
 * because otherwise money that the gateway moved would be missing from the books. The history still
 * cannot grow without limit: each capture and each refund has one outcome at most, and an order's
 * authorisation is released once at most.
 */
const isGatewayOutcome = ({ type }: OrderEvent): boolean =>
  type === 'CaptureSettled' ||
  type === 'CaptureFailed' ||
  type === 'RefundSettled' ||
  type === 'RefundFailed' ||
  type === 'AuthorizationReleased';

/**
 * Number of rows that the event adds to the order's history: rows captured, refunded or authorised
 * again. Failed captures and cancellations count 0, because their rows repeat rows of earlier
 * events.
 */
export const recordedRowsIn = (event: OrderEvent): number => {
  switch (event.type) {
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
    case 'OrderRefunded':
    case 'ReauthorizationRequested':
    case 'OrderReauthorized':
      return event.data.rows.length;
    case 'OrderRegistered':
    case 'OrderAuthorized':
    case 'OrderAuthorizationFailed':
    case 'CaptureSettled':
    case 'CaptureFailed':
    case 'OrderCancelled':
    case 'ReauthorizationRejected':
    case 'OrderExtended':
    case 'OrderExpired':
    case 'RefundSettled':
    case 'RefundFailed':
    case 'AuthorizationReleased':
    case 'TerminalIntentCreated':
    case 'CheckoutIntentCreated':
    case 'CustomerLinked':
    case 'ShopStatusChanged':
      return 0;
  }
};
