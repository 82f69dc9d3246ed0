import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type EventStore, LogConsumer, orderStreamPrefix, SharedLog } from '#event-log';
import type { ConsumedPage, LoggedEvent, StoredPage } from '#event-log';
import { GatewayBacklog, type NotedOrder } from '#gateway';
import { pause, type Logger } from '#runtime';
import { eventStoreToken, loggerToken, poolToken } from '../connections/connections.module.js';
import { ConsumerMetrics } from '../consumers/consumer-metrics.js';
import { PostgresCheckpoint } from '../consumers/postgres-checkpoint.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { WorkerTask } from '../worker-task.js';
import { GatewayOrders, leaseSeconds } from './gateway-orders.js';
import { SparingCheckpoint } from './sparing-checkpoint.js';

const pageSize = 1_000;

/** Under load a page waits a little, so that what costs by the page is shared by more events. */
const gathering = { events: 8, ms: 15 };

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

/**
 * Notes each order for which something is to be done at the card gateway, and has it done
 * (architecture.md, "Asynchronous captures"). An order is in the table before the checkpoint moves
 * past its event, and leaves it once nothing is left to be done.
 */
@Injectable()
export class GatewayTask implements WorkerTask {
  readonly #consumer: LogConsumer<StoredPage>;

  constructor(
    @Inject(eventStoreToken) eventStore: EventStore,
    @Inject(poolToken) pool: Pool,
    @Inject(loggerToken) logger: Logger,
    private readonly backlog: GatewayBacklog,
    private readonly orders: GatewayOrders,
    log: SharedLog,
    consumers: ConsumerMetrics,
  ) {
    this.#consumer = new LogConsumer(eventStore, {
      name: 'gateway',
      subscribe: log.followLog,
      pageSize,
      checkpoint: new SparingCheckpoint(new PostgresCheckpoint(pool, 'gateway')),
      handle: (page, signal) => this.#note(page, signal),
      onFailure: (error) => {
        logger.warn({ err: error }, 'the log could not be read for the gateway; trying again');
      },
    });
    consumers.watch(this.#consumer);
  }

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    await Promise.all([this.orders.run(signal), this.#consumer.run(signal)]);
  }

  async #note({ events }: ConsumedPage<StoredPage>, signal: AbortSignal): Promise<void> {
    const noted = events.filter(concernsGateway).map(({ streamId, position }): NotedOrder => ({
      orderId: streamId.slice(orderStreamPrefix.length),
      position,
    }));
    const waiting = noted.filter((order) => !this.orders.offer(order));
    const inHand = noted.filter((order) => !waiting.includes(order));
    await this.backlog.note(inHand, leaseSeconds);
    await this.backlog.note(waiting, 0);
    if (events.length >= gathering.events) await pause(gathering.ms, signal);
  }
}
