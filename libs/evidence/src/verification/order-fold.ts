import {
  decodeEvent,
  decodeRead,
  type EventMetadata,
  type RecordedEvent,
  type StoredEvent,
} from '#event-log/offline';
import { answerTo, evolve, type Order, type OrderIds, type RecordedOrderEvent } from '#ledger';
import { orderEventShapes } from '../shapes/event-shapes.js';
import { assertShape } from '../shapes/shape.js';
import { BrokenRule, type StreamFold } from './stream-fold.js';

/**
 * Checks the events of one order. Evolving the order's state, as the ledger does, checks the
 * invariants I1 to I3 and I5 of domain.md. Further checks: the stream belongs to this order, each
 * idempotency key had only one effect (I4), and only requests of the order's store had an effect
 * (I8).
 */
export class OrderFold implements StreamFold {
  #order: Order | undefined;
  #cause = '';

  constructor(
    private readonly orderId: string,
    private readonly orderIds: OrderIds,
  ) {}

  get order(): Order | undefined {
    return this.#order;
  }

  take(stored: StoredEvent, checked?: EventMetadata): RecordedEvent {
    const event = checked === undefined ? decodeEvent(stored) : decodeRead(stored, checked);
    assertShape(orderEventShapes[event.type], event.data);
    this.#checkOrder(event);
    this.#checkKey(event);
    // `evolve` uses only the part of the metadata that names the cause of the event. All metadata
    // are passed, because copying the part for each event would double the time of this check.
    const { type, data, metadata } = event;
    const order = evolve(this.#order, { type, data, cause: metadata } as RecordedOrderEvent);
    checkStore(order, event);
    checkMoney(order, event);
    checkTimes(this.#order ?? order, event);
    this.#order = order;
    this.#cause = event.metadata.causationId;
    return event;
  }

  #checkOrder({ type, data }: RecordedEvent): void {
    const { orderId } = this;
    if (data.orderId !== orderId) {
      throw new BrokenRule(
        'I5',
        `the event belongs to order ${data.orderId}, not to the order of its stream`,
      );
    }
    if (type !== 'OrderRegistered') return;
    if (this.orderIds.of(data.storeId, data.orderNumber) === orderId) return;
    throw new BrokenRule(
      'I5',
      'the store and order number of the event give another order id than that of its stream',
    );
  }

  /**
   * One action may write several events, but only directly one after another. A later event with
   * the same idempotency key would be a second effect of the key.
   */
  #checkKey({ metadata }: RecordedEvent): void {
    const { idempotencyKey, action, fingerprint, causationId } = metadata;
    const order = this.#order;
    if (order === undefined || idempotencyKey === undefined) return;
    const answer = answerTo(order, action, idempotencyKey);
    if (answer === undefined) return;
    if (answer.fingerprint !== fingerprint) {
      throw new BrokenRule(
        'I4',
        `the idempotency key of the event was used for another request, at revision ${answer.revision}`,
      );
    }
    if (answer.revision === order.revision && causationId === this.#cause) return;
    throw new BrokenRule(
      'I4',
      `the idempotency key of the event already had an effect, at revision ${answer.revision}`,
    );
  }
}

const checkStore = ({ balance }: Order, { metadata }: RecordedEvent): void => {
  if (metadata.storeId === balance.storeId) return;
  throw new BrokenRule(
    'I8',
    `the event came from store ${metadata.storeId}, but the order is of store ${balance.storeId}`,
  );
};

/**
 * Checks what `evolve` does not read: the currency of an event, and the amount of an authorisation.
 */
const checkMoney = ({ balance }: Order, { type, data }: RecordedEvent): void => {
  if ('currency' in data && data.currency !== balance.currency) {
    throw new BrokenRule(
      'I5',
      `the event is in ${data.currency}, but the order is in ${balance.currency}`,
    );
  }
  if (type !== 'OrderAuthorized' || data.amount === balance.total) return;
  throw new BrokenRule(
    'I1',
    `the event authorises ${data.amount}, but the order's rows add up to ${balance.total}`,
  );
};

/** Accepted difference between the clocks of two machines that serve requests. */
const clockDifferenceMs = 60_000;

/**
 * Checks the time of an event (I5 of domain.md). The event must not be earlier than the order,
 * apart from one minute for differing clocks. Captures and extensions must come before the expiry
 * date, and `OrderExpired` must not come before it. `order` is the state before the event.
 */
export const checkTimes = ({ balance }: Order, event: RecordedEvent): void => {
  const at = timeOf(event);
  const { placedAt, expiresAt } = balance;
  if (Date.parse(at) < Date.parse(placedAt) - clockDifferenceMs) {
    throw new BrokenRule(
      'I5',
      `${event.type} is dated ${at}, before the order was placed at ${placedAt}`,
    );
  }
  const isDue = Date.parse(at) >= Date.parse(expiresAt);
  if (isDue ? needsValidOrder.has(event.type) : event.type === 'OrderExpired') {
    throw new BrokenRule(
      'I5',
      `${event.type} is dated ${at}, but the order expires at ${expiresAt}`,
    );
  }
};

const needsValidOrder: ReadonlySet<RecordedEvent['type']> = new Set([
  'OrderCaptured',
  'OrderPartCaptured',
  'OrderItemsReplaced',
  'OrderExtended',
] as const);

const timeOf = ({ type, data }: RecordedEvent): string =>
  (data as Readonly<Record<string, unknown>>)[timeNames[type]] as string;

/** The member of each event's data that has the time of the event. */
const timeNames = {
  OrderRegistered: 'placedAt',
  OrderAuthorized: 'authorizedAt',
  OrderAuthorizationFailed: 'failedAt',
  OrderCaptured: 'capturedAt',
  OrderPartCaptured: 'capturedAt',
  OrderItemsReplaced: 'capturedAt',
  CaptureSettled: 'settledAt',
  CaptureFailed: 'failedAt',
  OrderCancelled: 'cancelledAt',
  OrderRefunded: 'refundedAt',
  RefundSettled: 'settledAt',
  RefundFailed: 'failedAt',
  ReauthorizationRequested: 'requestedAt',
  ReauthorizationRejected: 'rejectedAt',
  OrderReauthorized: 'reauthorizedAt',
  OrderExtended: 'extendedAt',
  OrderExpired: 'expiredAt',
  AuthorizationReleased: 'releasedAt',
  TerminalIntentCreated: 'createdAt',
  CheckoutIntentCreated: 'createdAt',
  CustomerLinked: 'linkedAt',
  ShopStatusChanged: 'changedAt',
} as const satisfies {
  readonly [Event in RecordedEvent as Event['type']]: keyof Event['data'];
};
