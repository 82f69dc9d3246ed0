import { Inject, Injectable } from '@nestjs/common';
import { ledgerStreams, subscribeToLedger } from '#event-log';
import type { EventStore, LogPage } from '#event-log';
import { SealedCustomers } from '#personal-data';
import { LedgerProjection } from '#read-models';
import type { StreamDamage } from '#read-models';
import type { Logger } from '#runtime';
import { eventStoreToken, loggerToken, paceToken } from '../connections/connection-tokens.js';
import type { Duty } from '../leadership/duty.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import { RightLog } from '../leadership/right-log.js';
import { WorkMetrics } from '../metrics/work-metrics.js';
import type { Pace } from '../pace.js';
import { pause } from '../pause.js';
import { freshness } from './freshness.js';
import { Gathering } from './gathering.js';
import { idle, orIdle } from './idle.js';

interface Followed {
  readonly pages: AsyncGenerator<LogPage, void>;
  readonly after: bigint;
  readonly signal: AbortSignal;
}

/** Follows the log from the checkpoint and applies it to the read models, page by page. */
@Injectable()
export class Projecting implements Duty {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
    private readonly customers: SealedCustomers,
    private readonly metrics: WorkMetrics,
    private readonly rightLog: RightLog,
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
    { pages, after: from, signal }: Followed,
  ): Promise<void> {
    const gathering = new Gathering(this.pace);
    let after = from;
    let caughtUp = false;
    for await (const page of orIdle(pages, this.pace.idleMs)) {
      if (page === idle) {
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
