import { Inject, Injectable } from '@nestjs/common';
import { type EventStore, ledgerStreams, type LogPage, subscribeToLedger } from '#event-log';
import { SealedCustomers } from '#personal-data';
import { LedgerProjection, type StreamDamage } from '#read-models';
import type { Logger } from '#runtime';
import { eventStoreToken, loggerToken, paceToken } from '../connections/connections.module.js';
import { LogIdentityCheck } from '../leadership/active-worker.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import { WorkMetrics } from '../metrics/work-metrics.js';
import type { Pace } from '../worker-options.js';
import { type WorkerTask } from '../worker-task.js';
import { pause } from '../repeatedly.js';
import { freshness } from '../rebuild/log-reader.js';
import { idleMarker, withIdleMarker } from '../with-idle-marker.js';

interface FollowedPages {
  readonly pages: AsyncGenerator<LogPage, void>;
  readonly after: bigint;
  readonly signal: AbortSignal;
}

/** Follows the log from the checkpoint and applies it to the read models, page by page. */
@Injectable()
export class ProjectionTask implements WorkerTask {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
    private readonly customers: SealedCustomers,
    private readonly metrics: WorkMetrics,
    private readonly rightLog: LogIdentityCheck,
  ) {}

  async perform({ client }: WorkerSession, signal: AbortSignal): Promise<void> {
    const projection = new LedgerProjection(client, { customers: this.customers });
    const after = await projection.checkpoint();
    this.logger.info({ position: after.toString() }, 'projecting goes on from the checkpoint');
    const ended = new AbortController();
    const pages = subscribeToLedger(this.eventStore, {
      after: after < 0n ? undefined : after,
      pageSize: this.pace.pageSize,
      beforeConnecting: async () => this.rightLog.assert(),
      signal: AbortSignal.any([signal, ended.signal]),
    });
    try {
      await this.follow(projection, { pages, after, signal });
    } finally {
      ended.abort();
      await pages.return();
    }
  }

  private async follow(
    projection: LedgerProjection,
    { pages, after: from, signal }: FollowedPages,
  ): Promise<void> {
    const gathering = new PageBatchingDelay(this.pace);
    let after = from;
    let caughtUp = false;
    for await (const page of withIdleMarker(pages, this.pace.idleMs)) {
      if (page === idleMarker) {
        if (caughtUp) await this.renew(projection, after);
        continue;
      }
      const startedAt = performance.now();
      this.tell(await projection.apply({ ...page, ...freshness(page), after }));
      this.metrics.projected(page.events.length, (performance.now() - startedAt) / 1_000);
      const gatherMs = gathering.pauseMs(startedAt, page.events.length);
      if (gatherMs > 0) await pause(gatherMs, signal);
      after = page.position;
      caughtUp = page.caughtUp;
    }
  }

  /** Everything else goes on; the order is refused until an operator has repaired it (docs/operations.md). */
  private tell(damages: readonly StreamDamage[]): void {
    for (const { position, revision, ...damage } of damages) {
      const place = { position: position.toString(), revision: revision.toString() };
      this.logger.error(
        { ...damage, ...place },
        'a stream is damaged; nothing more of it is shown',
      );
    }
  }

  /** Nothing came for a while. If the log ends where the read models do, they hold all of it; a stalled subscription not. */
  private async renew(projection: LedgerProjection, position: bigint): Promise<void> {
    const freshAt = new Date().toISOString();
    const isEnd = await this.eventStore.lastPosition(ledgerStreams, position).then(
      (last) => last === undefined || last <= position,
      () => false,
    );
    if (isEnd) await projection.apply({ after: position, position, events: [], freshAt });
  }
}

interface TakenPage {
  readonly startedAt: number;
  readonly events: number;
}

/**
 * How long to let events gather before the next page is taken. A page costs about as much as fifteen events whatever it
 * holds, and a reader that takes what there is at once takes many small ones. So under load pages start at a fixed
 * distance; when few events come, and while there are full pages to catch up on, the next is taken at once.
 */
export class PageBatchingDelay {
  private recent: TakenPage[] = [];

  constructor(private readonly pace: Pick<Pace, 'gatherMs' | 'gatherEvents' | 'pageSize'>) {}

  /** After a page that was taken at `startedAt`; both by `performance.now()`, milliseconds. */
  pauseMs(startedAt: number, events: number, now = performance.now()): number {
    const { gatherMs, gatherEvents, pageSize } = this.pace;
    this.recent = this.recent.filter((page) => page.startedAt > startedAt - gatherMs);
    this.recent.push({ startedAt, events });
    const load = this.recent.reduce((sum, page) => sum + page.events, 0);
    if (events >= pageSize || load < gatherEvents) return 0;
    return Math.max(0, startedAt + gatherMs - now);
  }
}
