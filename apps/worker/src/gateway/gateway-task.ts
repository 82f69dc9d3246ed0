import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type EventStore, LogConsumer, OrderRepository } from '#event-log';
import { orderStreamPrefix, SharedLog } from '#event-log';
import type { ConsumedPage, LoggedEvent, StoredPage } from '#event-log';
import { GatewayBacklog, type NotedOrder, SendWindow } from '#gateway';
import { pause, type Logger } from '#runtime';
import {
  eventStoreToken,
  loggerToken,
  paceToken,
  poolToken,
} from '../connections/connections.module.js';
import { ConsumerMetrics } from '../consumers/consumer-metrics.js';
import { PageBatchingDelay } from '../consumers/page-batching-delay.js';
import { PostgresCheckpoint } from '../consumers/postgres-checkpoint.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../worker-options.js';
import type { WorkerTask } from '../worker-task.js';
import { GatewayOrders } from './gateway-orders.js';
import { SparingCheckpoint } from './sparing-checkpoint.js';

const pageSize = 1_000;

/** Events that ask the gateway for something if their outcome is not there yet. */
const requests = new Set([
  ...['OrderCaptured', 'OrderPartCaptured', 'OrderItemsReplaced', 'OrderRefunded'],
]);
/** Events that can leave an authorisation to be released. */
const endings = new Set(['OrderCancelled', 'OrderExpired']);

/** Returns true if this event may require work at the gateway. */
export const concernsGateway = ({ streamId, type, data }: LoggedEvent): boolean =>
  streamId.startsWith(orderStreamPrefix) &&
  (requests.has(type) ? data['outcome'] === 'requested' : endings.has(type));

/** False for an event that begins an order of another kind, or is of no order. */
const isOfCardOrder = ({ streamId, revision, data }: LoggedEvent): boolean =>
  streamId.startsWith(orderStreamPrefix) && (revision > 0 || data['paymentMethod'] === 'card');

/**
 * Notes each order for which something is to be done at the card gateway, and has it done
 * (architecture.md, "Asynchronous captures"). An order is in the table before the checkpoint moves
 * past its event, unless nothing is left to be done by then.
 */
@Injectable()
export class GatewayTask implements WorkerTask {
  readonly #consumer: LogConsumer<StoredPage>;
  readonly #batching: PageBatchingDelay;

  constructor(
    @Inject(eventStoreToken) eventStore: EventStore,
    @Inject(poolToken) pool: Pool,
    @Inject(paceToken) pace: Pace,
    @Inject(loggerToken) logger: Logger,
    private readonly backlog: GatewayBacklog,
    private readonly orders: GatewayOrders,
    private readonly repository: OrderRepository,
    log: SharedLog,
    consumers: ConsumerMetrics,
  ) {
    this.#batching = new PageBatchingDelay({ ...pace, pageSize });
    this.#consumer = new LogConsumer(eventStore, {
      name: 'gateway',
      subscribe: log.followLog,
      pageSize,
      checkpoint: new SparingCheckpoint(new PostgresCheckpoint(pool, 'gateway'), {
        beforeMoving: () => this.orders.noteAll(),
      }),
      handle: (page, signal) => this.#note(page, signal),
      onFailure: (error) => {
        logger.warn({ err: error }, 'the log could not be read for the gateway; trying again');
      },
    });
    consumers.watch(this.#consumer);
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
    // All of the page first: what it asks for at its beginning may be done at its end.
    for (const event of events) if (isOfCardOrder(event)) this.repository.follow(event);
    const unplaced = events.filter(concernsGateway).flatMap((event): NotedOrder[] => {
      const { streamId, position, created } = event;
      const { storeId } = event.metadata;
      const order = { orderId: streamId.slice(orderStreamPrefix.length), storeId, position };
      const window = created && SendWindow.since(created.getTime());
      return this.orders.offer(order, window) ? [] : [order];
    });
    await this.backlog.note(unplaced, 0);
    // Captures that begin together share requests, commits and appends all the way.
    const delayMs = this.#batching.pauseMs(startedAt, events.length);
    if (delayMs > 0) await pause(delayMs, signal);
  }
}
