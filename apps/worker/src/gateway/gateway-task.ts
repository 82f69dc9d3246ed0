import { Inject, Injectable } from '@nestjs/common';
import {
  type ConsumedPage,
  type LogConsumer,
  type LoggedEvent,
  OrderRepository,
  orderStreamPrefix,
  type StoredPage,
} from '#event-log';
import { GatewayBacklog, type NotedOrder, SendWindow } from '#gateway';
import { pause } from '#runtime';
import { paceToken } from '../connections/connections.module.js';
import { LogConsumers, pageSize } from '../consumers/log-consumers.js';
import { PageBatchingDelay } from '../consumers/page-batching-delay.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../worker-options.js';
import type { WorkerTask } from '../worker-task.js';
import { GatewayOrders } from './gateway-orders.js';

/** Types of events that need a call to the gateway if their outcome is `requested`. */
const requests = new Set([
  ...['OrderCaptured', 'OrderPartCaptured', 'OrderItemsReplaced', 'OrderRefunded'],
]);
/** Types of events after which an authorisation may have to be released. */
const endings = new Set(['OrderCancelled', 'OrderExpired']);

/** Returns true if this event may require a call to the gateway. */
export const concernsGateway = ({ streamId, type, data }: LoggedEvent): boolean =>
  streamId.startsWith(orderStreamPrefix) &&
  (requests.has(type) ? data['outcome'] === 'requested' : endings.has(type));

/**
 * False for events that do not belong to an order, and for the registration of an order that is not
 * paid by card.
 */
const isOfCardOrder = ({ streamId, revision, data }: LoggedEvent): boolean =>
  streamId.startsWith(orderStreamPrefix) && (revision > 0 || data['paymentMethod'] === 'card');

/**
 * Follows the log and hands each order that may need a call to the card gateway to `GatewayOrders`
 * (architecture.md, "Asynchronous captures"). The checkpoint moves past an event only when the
 * event's order is finished or in the table `gateway.orders`, so that a crash loses no order.
 */
@Injectable()
export class GatewayTask implements WorkerTask {
  readonly #consumer: LogConsumer<StoredPage>;
  readonly #batching: PageBatchingDelay;

  constructor(
    @Inject(paceToken) pace: Pace,
    private readonly backlog: GatewayBacklog,
    private readonly orders: GatewayOrders,
    private readonly repository: OrderRepository,
    consumers: LogConsumers,
  ) {
    this.#batching = new PageBatchingDelay({ ...pace, pageSize });
    this.#consumer = consumers.make({
      name: 'gateway',
      beforeMoving: () => this.orders.noteAll(),
      handle: (page, signal) => this.#note(page, signal),
    });
  }

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const consuming = this.#consumer.run(AbortSignal.any([signal, ended.signal]));
    try {
      await this.orders.run(signal, consuming);
    } finally {
      ended.abort();
      await consuming;
    }
  }

  async #note({ events }: ConsumedPage<StoredPage>, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    // Applies the whole page (batch of events) to the orders' states in memory before any call to
    // the gateway begins. A capture that is requested early in the page may have its outcome later
    // in the page. Such a capture must not be sent again.
    for (const event of events) if (isOfCardOrder(event)) this.repository.follow(event);
    const unplaced = events.filter(concernsGateway).flatMap((event): NotedOrder[] => {
      const { streamId, position, created } = event;
      const { storeId } = event.metadata;
      const order = { orderId: streamId.slice(orderStreamPrefix.length), storeId, position };
      const window = created && SendWindow.since(created.getTime());
      return this.orders.offer(order, window) ? [] : [order];
    });
    await this.backlog.note(unplaced, 0);
    // Waits a moment: captures that begin at about the same time are then read from the log
    // together, and share round trips, commits and appends.
    const delayMs = this.#batching.pauseMs(startedAt, events.length);
    if (delayMs > 0) await pause(delayMs, signal);
  }
}
