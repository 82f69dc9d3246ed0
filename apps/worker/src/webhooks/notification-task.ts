import { Inject, Injectable } from '@nestjs/common';
import { followLog } from '#event-log';
import type { EventStore } from '#event-log';
import type { Logger } from '#runtime';
import { Outbox } from '#webhooks';
import { eventStoreToken, loggerToken, paceToken } from '../connections/connections.module.js';
import { type WorkerTask } from '../worker-task.js';
import { repeatedly } from '../repeatedly.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../worker-options.js';
import { Notifications } from './notifications.js';
import { WebhookWake } from './delivery-task.js';

const pageSize = 200;

/**
 * Follows the log from the outbox's own checkpoint and writes what is to be told, with the checkpoint, in one transaction
 * (docs/decisions/0019). While there is no endpoint it follows nothing.
 */
@Injectable()
export class NotificationTask implements WorkerTask {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    private readonly outbox: Outbox,
    private readonly told: Notifications,
    private readonly wake: WebhookWake,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const onFailure = (error: unknown): void => {
      this.logger.warn({ err: error }, 'webhooks could not be prepared; trying again');
    };
    await repeatedly({ everyMs: this.pace.webhookMs, signal, onFailure }, async () => {
      const after = await this.outbox.begin();
      if (after !== undefined) await this.follow(after, signal);
    });
  }

  /** Until there is nobody to tell any more. */
  private async follow(from: bigint, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const pages = followLog(this.eventStore, {
      after: from < 0n ? undefined : from,
      pageSize,
      signal: AbortSignal.any([signal, ended.signal]),
    });
    let after = from;
    try {
      for await (const { events, position } of pages) {
        const listeners = await this.outbox.listeners();
        if (listeners.length === 0) return;
        const told = await this.told.among(events, listeners);
        const made = await this.outbox.write({ after, position, listeners, events: told });
        if (made > 0) this.wake.wake();
        after = position;
      }
    } finally {
      ended.abort();
    }
  }
}
