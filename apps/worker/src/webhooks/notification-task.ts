import { Inject, Injectable } from '@nestjs/common';
import { LogConsumer, SharedLog } from '#event-log';
import type { ConsumedPage, EventStore, StoredPage } from '#event-log';
import type { Logger } from '#runtime';
import { Outbox } from '#webhooks';
import { eventStoreToken, loggerToken, paceToken } from '../connections/connections.module.js';
import { ConsumerMetrics } from '../metrics/work-metrics.js';
import { LogIdentityCheck } from '../leadership/active-worker.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import { repeatedly, type WorkerTask } from '../worker-task.js';
import type { Pace } from '../worker-options.js';
import { WebhookWake } from './delivery-task.js';
import { Notifications } from './notifications.js';

const pageSize = 200;

/**
 * Writes the webhook messages to be sent into the outbox, in one transaction with the task's own
 * checkpoint (docs/decisions/0019). The log is not read while no endpoint is registered.
 */
@Injectable()
export class NotificationTask implements WorkerTask {
  readonly #consumer: LogConsumer<StoredPage>;
  /** Aborted when no webhook endpoint is left, so that the log is no longer read. */
  #unheard = new AbortController();

  constructor(
    @Inject(eventStoreToken) eventStore: EventStore,
    private readonly outbox: Outbox,
    private readonly notifications: Notifications,
    private readonly wake: WebhookWake,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
    identity: LogIdentityCheck,
    log: SharedLog,
    consumers: ConsumerMetrics,
  ) {
    this.#consumer = new LogConsumer(eventStore, {
      name: 'webhooks',
      subscribe: log.followLog,
      pageSize,
      checkpoint: { load: () => this.outbox.position() },
      beforeConnecting: () => identity.assert(),
      handle: (page) => this.#write(page),
      backOff: { firstMs: pace.firstPauseMs, msMax: pace.pauseMsMax },
      onFailure: (error) => {
        this.#warn(error);
      },
    });
    consumers.watch(this.#consumer);
  }

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const onFailure = (error: unknown): void => {
      this.#warn(error);
    };
    await repeatedly({ everyMs: this.pace.webhookMs, signal, onFailure }, async () => {
      if ((await this.outbox.begin()) === undefined) return;
      this.#unheard = new AbortController();
      await this.#consumer.run(AbortSignal.any([signal, this.#unheard.signal]));
    });
  }

  async #write({ events, after, position }: ConsumedPage<StoredPage>): Promise<void> {
    const listeners = await this.outbox.listeners();
    if (listeners.length === 0) {
      this.#unheard.abort();
      return;
    }
    const found = await this.notifications.among(events, listeners);
    const made = await this.outbox.write({ after, position, listeners, events: found });
    if (made > 0) this.wake.wake();
  }

  #warn(error: unknown): void {
    this.logger.warn({ err: error }, 'webhook messages could not be prepared; trying again');
  }
}
