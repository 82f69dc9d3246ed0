import { decodeEvent, decodeRead } from '#event-log/offline';
import type { EventMetadata, RecordedEvent, StoredEvent } from '#event-log/offline';
import { answerTo, evolve } from '#ledger';
import type { Order, OrderIds, RecordedOrderEvent } from '#ledger';
import { assertShape } from '../shapes/assert-shape.js';
import { orderEventShapes } from '../shapes/order-event-shapes.js';
import { checkTimes } from './check-times.js';
import type { StreamFold } from './stream-fold.js';
import { BrokenRule } from './broken-rule.js';

/**
 * Folds an order's history as the ledger itself does, which checks I1 to I3 and I5 of domain.md, and checks what the
 * fold takes for granted: that the stream is the order's own, that one idempotency key had one effect (I4), and that
 * nobody of another store had any (I8).
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
    // Of the metadata the fold reads what a cause has; a copy of both for every event would take as long as the fold.
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
        `it belongs to order ${data.orderId}, not to the order of its stream`,
      );
    }
    if (type !== 'OrderRegistered') return;
    if (this.orderIds.of(data.storeId, data.orderNumber) === orderId) return;
    throw new BrokenRule('I5', `its store and order number are those of another order id`);
  }

  /** An action may write several events, one behind the other; any other event under its key is a second effect. */
  #checkKey({ metadata }: RecordedEvent): void {
    const { idempotencyKey, action, fingerprint, causationId } = metadata;
    const order = this.#order;
    if (order === undefined || idempotencyKey === undefined) return;
    const answer = answerTo(order, action, idempotencyKey);
    if (answer === undefined) return;
    if (answer.fingerprint !== fingerprint) {
      throw new BrokenRule(
        'I4',
        `its idempotency key belongs to another request, of revision ${answer.revision}`,
      );
    }
    if (answer.revision === order.revision && causationId === this.#cause) return;
    throw new BrokenRule(
      'I4',
      `its idempotency key had an effect before, at revision ${answer.revision}`,
    );
  }
}

const checkStore = ({ balance }: Order, { metadata }: RecordedEvent): void => {
  if (metadata.storeId === balance.storeId) return;
  throw new BrokenRule(
    'I8',
    `it came from store ${metadata.storeId}, the order is of ${balance.storeId}`,
  );
};

/** What events repeat of their order, and the fold does not read, is the order's. */
const checkMoney = ({ balance }: Order, { type, data }: RecordedEvent): void => {
  if ('currency' in data && data.currency !== balance.currency) {
    throw new BrokenRule('I5', `it is in ${data.currency}, the order in ${balance.currency}`);
  }
  if (type !== 'OrderAuthorized' || data.amount === balance.total) return;
  throw new BrokenRule('I1', `it authorises ${data.amount}, the order's rows are ${balance.total}`);
};
