import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { ledgerStreams, LogConsumer, LogMismatch, SharedLog } from '#event-log';
import type { ConsumedPage, EventStore, LogPage } from '#event-log';
import { SealedCustomers } from '#personal-data';
import { LedgerProjection, readAnchor } from '#read-models';
import type { StreamDamage } from '#read-models';
import { pause } from '#runtime';
import type { Logger } from '#runtime';
import {
  eventStoreToken,
  loggerToken,
  paceToken,
  poolToken,
} from '../connections/connections.module.js';
import { ConsumerMetrics, WorkMetrics } from '../metrics/work-metrics.js';
import { PageBatchingDelay } from '../consumers/page-batching-delay.js';
import { LogIdentityCheck } from '../leadership/active-worker.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import { freshness } from '../rebuild/log-reader.js';
import type { Pace } from '../worker-options.js';
import type { WorkerTask } from '../worker-task.js';

/**
 * Applies the log to the read models, one batch of events (a page) at a time. The read models and
 * the checkpoint change in the same transaction.
 */
@Injectable()
export class ProjectionTask implements WorkerTask {
  readonly #consumer: LogConsumer<LogPage>;
  readonly #batching: PageBatchingDelay;
  /** Set while this worker is the active one. */
  #projection: LedgerProjection | undefined;
  #isCaughtUp = false;

  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(poolToken) private readonly pool: Pool,
    @Inject(paceToken) pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
    private readonly customers: SealedCustomers,
    private readonly metrics: WorkMetrics,
    private readonly identity: LogIdentityCheck,
    log: SharedLog,
    consumers: ConsumerMetrics,
  ) {
    this.#batching = new PageBatchingDelay(pace);
    this.#consumer = new LogConsumer(eventStore, {
      name: 'projection',
      subscribe: log.subscribeToLedger,
      pageSize: pace.pageSize,
      checkpoint: { load: () => this.#checkpoint() },
      beforeConnecting: () => this.identity.assert(),
      handle: (page, signal) => this.#apply(page, signal),
      idle: { ms: pace.idleMs, handle: (after) => this.#renew(after) },
      backOff: { firstMs: pace.firstPauseMs, msMax: pace.pauseMsMax },
      // `LogMismatch` means that the event store has a different log. The task ends, and the worker
      // checks the log before it starts the task again.
      isFatal: (error) => error instanceof LogMismatch,
      onFailure: (error) => {
        this.logger.warn(
          { err: error },
          'a page of events could not be applied to the read models; trying again',
        );
      },
    });
    consumers.watch(this.#consumer);
  }

  async perform({ client }: WorkerSession, signal: AbortSignal): Promise<void> {
    this.#projection = new LedgerProjection(client, { customers: this.customers });
    this.#isCaughtUp = false;
    try {
      const position = await this.#checkpoint();
      this.logger.info(
        { position: position.toString() },
        'the projection continues from the checkpoint',
      );
      await this.#consumer.run(signal);
    } finally {
      this.#projection = undefined;
    }
  }

  async #checkpoint(): Promise<bigint> {
    if (this.#projection !== undefined) return this.#projection.checkpoint();
    const { position } = await readAnchor(this.pool);
    return position;
  }

  async #apply(page: ConsumedPage<LogPage>, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const damages = await this.#projection?.apply({ ...page, ...freshness(page) });
    this.#report(damages ?? []);
    this.metrics.projected(page.events.length, (performance.now() - startedAt) / 1_000);
    this.#isCaughtUp = page.caughtUp;
    const delayMs = this.#batching.pauseMs(startedAt, page.events.length);
    if (delayMs > 0) await pause(delayMs, signal);
  }

  /**
   * Logs the damaged streams. All other streams are still applied. Commands on a damaged order are
   * refused until an operator has repaired the order (docs/operations.md).
   */
  #report(damages: readonly StreamDamage[]): void {
    for (const { position, revision, ...damage } of damages) {
      const place = { position: position.toString(), revision: revision.toString() };
      this.logger.error(
        { ...damage, ...place },
        'a stream is damaged; its later events are not shown',
      );
    }
  }

  /**
   * Marks the read models as up to date if they have applied the whole log. A quiet subscription
   * does not prove this, because it may have stalled. So the event store is asked for the end of
   * the log.
   */
  async #renew(position: bigint): Promise<void> {
    if (!this.#isCaughtUp) return;
    const freshAt = new Date().toISOString();
    const isEnd = await this.eventStore.lastPosition(ledgerStreams, position).then(
      (last) => last === undefined || last <= position,
      () => false,
    );
    if (isEnd) await this.#projection?.apply({ after: position, position, events: [], freshAt });
  }
}
