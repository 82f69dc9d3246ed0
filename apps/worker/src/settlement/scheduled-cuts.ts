import { Inject, Injectable } from '@nestjs/common';
import { StoreDirectory } from '#access';
import type { SettlementRuleOfStore } from '#access';
import { EventStoreUnavailable, SettlementRepository } from '#event-log';
import { closeSettlement, settlementActionIdOf, settlementDue } from '#ledger';
import type { Instant } from '#ledger';
import { SettlementQueries } from '#read-models';
import type { StoreHead } from '#read-models';
import type { Logger } from '#runtime';
import { loggerToken } from '../connections/connection-tokens.js';
import { workerOrigin } from './worker-origin.js';

/** Of a store that access knows nothing of: only a database that was restored without it can have one. */
const otherwise = { timeZone: 'UTC', settlement: 'daily' } as const;

/** Cuts the settlements of stores whose period is over (domain.md, "Settlements are ranges of the log"). */
@Injectable()
export class ScheduledCuts {
  constructor(
    private readonly queries: SettlementQueries,
    private readonly stores: StoreDirectory,
    private readonly settlements: SettlementRepository,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /** Every store and currency that is due at `now`, one after the other. */
  async cutDue(now: Instant, signal: AbortSignal): Promise<void> {
    const heads = await this.queries.unsettled();
    if (heads.length === 0) return;
    const rules = await this.stores.settlementRules(heads.map(({ storeId }) => storeId));
    const byStore = new Map(rules.map((rule) => [rule.storeId, rule]));
    for (const head of heads) {
      if (signal.aborted) return;
      const { storeId } = head;
      await this.cutAlone(head, byStore.get(storeId) ?? { storeId, ...otherwise }, now);
    }
  }

  /** One store that cannot be settled must not keep the others from it; without the event store none can be. */
  private async cutAlone(
    head: StoreHead,
    rule: SettlementRuleOfStore,
    now: Instant,
  ): Promise<void> {
    try {
      await this.cut(head, rule, now);
    } catch (error) {
      if (error instanceof EventStoreUnavailable) throw error;
      const { storeId, currency } = head;
      this.logger.error({ err: error, storeId, currency }, 'a settlement could not be cut');
    }
  }

  private async cut(
    head: StoreHead,
    { settlement: rule, timeZone }: SettlementRuleOfStore,
    now: Instant,
  ): Promise<void> {
    const periodEnd = settlementDue({ rule, timeZone }, head, now);
    if (periodEnd === undefined) return;
    const { storeId, currency } = head;
    const stream = { storeId, currency };
    const executed = await this.settlements.execute({
      stream,
      // A repeat for the same period is the same action.
      actionId: settlementActionIdOf(stream, 'close-settlement', periodEnd),
      origin: workerOrigin('worker settlement', now),
      decide: (account) =>
        closeSettlement(account, {
          ...stream,
          timeZone,
          at: now,
          periodEnd,
          reason: 'schedule',
          head,
        }),
    });
    // The read model was behind: another cut was made already.
    if (executed.kind !== 'accepted') this.logger.debug({ ...stream }, 'settlement not cut');
    else this.logger.info({ ...stream, periodEnd }, 'settlement cut');
  }
}
