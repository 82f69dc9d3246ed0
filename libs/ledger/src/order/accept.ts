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
 * Accepts these events as a command's effect, if the order's history has room for them. Throws
 * `InvariantViolated` if a state they lead to breaks an invariant.
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
   * Events in one order's history; outcomes at the gateway are recorded beyond it.
   */
  readonly eventsMax: number;
  /**
   * Rows in all captures, refunds and reauthorisations of an order together, since one event can
   * hold a thousand.
   */
  readonly recordedRowsMax: number;
}

export const defaultOrderLimits: OrderLimits = { eventsMax: 50_000, recordedRowsMax: 50_000 };
/** The refusal of events that the order's history has no room for (domain.md, "Limits"). */
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
  // An event without rows, an expiry say, is never refused for those of earlier ones.
  if (rows > 0 && (order?.recordedRows ?? 0) + rows > recordedRowsMax) {
    return reject(
      'ORDER_HISTORY_FULL',
      `An order's captures, refunds and reauthorisations have ${recordedRowsMax} rows at most.`,
    );
  }
  return undefined;
};

/**
 * True for an outcome at the gateway, which is always recorded: otherwise money that it took would
 * be lost. There is one for each capture and refund, and one release.
 */
const isGatewayOutcome = ({ type }: OrderEvent): boolean =>
  type === 'CaptureSettled' ||
  type === 'CaptureFailed' ||
  type === 'RefundSettled' ||
  type === 'RefundFailed' ||
  type === 'AuthorizationReleased';

/**
 * Number of rows the event adds to the order's history: those it captures, gives back or authorises
 * anew. Rows that fail or are cancelled were added before, and are there once more at most.
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
