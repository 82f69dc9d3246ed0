import { Inject, Injectable } from '@nestjs/common';
import { type SettlementRuleOfStore, StoreDirectory } from '#access';
import { EventStoreUnavailable, SettlementRepository } from '#event-log';
import { closeSettlement, type Instant, settlementActionIdOf, settlementDue } from '#ledger';
import { SettlementQueries, type StoreHead } from '#read-models';
import type { Logger } from '#runtime';
import { loggerToken, paceToken } from '../connections/connections.module.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import { repeatedly, workerOrigin, type WorkerTask } from '../worker-task.js';
import type { Pace } from '../worker-options.js';
import { Statements } from './statements.js';

/**
 * Closes the settlements of stores whose period is over, each with an event called the cut
 * (domain.md, "Settlements are ranges of the log").
 */
@Injectable()
export class ScheduledCuts {
  constructor(
    private readonly queries: SettlementQueries,
    private readonly stores: StoreDirectory,
    private readonly settlements: SettlementRepository,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /**
   * Closes the settlement of each store and currency whose period has ended at `now`, one after the
   * other.
   */
  async cutDue(now: Instant, signal: AbortSignal): Promise<void> {
    const heads = await this.queries.unsettled();
    if (heads.length === 0) return;
    const rules = await this.stores.settlementRules(heads.map(({ storeId }) => storeId));
    const byStore = new Map(rules.map((rule) => [rule.storeId, rule]));
    for (const head of heads) {
      if (signal.aborted) return;
      const { storeId } = head;
      await this.#cutAlone(head, byStore.get(storeId) ?? { storeId, ...otherwise }, now);
    }
  }

  /**
   * Closes the settlement of one store. A failure is logged and does not delay the other stores;
   * only an unreachable event store is thrown, because then no store can be settled.
   */
  async #cutAlone(head: StoreHead, rule: SettlementRuleOfStore, now: Instant): Promise<void> {
    try {
      await this.#cut(head, rule, now);
    } catch (error) {
      if (error instanceof EventStoreUnavailable) throw error;
      const { storeId, currency } = head;
      this.logger.error({ err: error, storeId, currency }, 'a settlement could not be cut');
    }
  }

  async #cut(
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
      // A repeated command to close the same period has the same action id, so the settlement is
      // closed only once.
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
    // The command is refused if the settlement was already closed, but the read model did not show
    // that yet.
    if (executed.kind !== 'accepted') this.logger.debug({ ...stream }, 'settlement not cut');
    else this.logger.info({ ...stream, periodEnd }, 'settlement cut');
  }
}

/**
 * Closes settlements when their period is over, and records their statements (the sums of their
 * captures and refunds). After a failure the next search tries again.
 */
@Injectable()
export class SettlementTask implements WorkerTask {
  constructor(
    private readonly cuts: ScheduledCuts,
    private readonly statements: Statements,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /**
   * Closing settlements and recording their statements run in parallel. A statement that reads much
   * of the log thus does not delay the closing of other stores' settlements.
   */
  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const { cutMs, statementMs } = this.pace;
    await Promise.all([
      this.#repeatedly('cut', { everyMs: cutMs, signal }, (now) => this.cuts.cutDue(now, signal)),
      this.#repeatedly('stated', { everyMs: statementMs, signal }, (now) =>
        this.statements.stateClosed(now, signal),
      ),
    ]);
  }

  async #repeatedly(
    what: string,
    { everyMs, signal }: { readonly everyMs: number; readonly signal: AbortSignal },
    work: (now: string) => Promise<void>,
  ): Promise<void> {
    const onFailure = (error: unknown): void => {
      if (signal.aborted) return;
      const text = `settlements could not be ${what}; the next search tries again`;
      this.logger.warn({ err: error }, text);
    };
    await repeatedly({ everyMs, signal, onFailure }, () => work(new Date().toISOString()));
  }
}

/**
 * The settlement rule for a store that is missing in the database, which happens only after a
 * partial restore.
 */
const otherwise = { timeZone: 'UTC', settlement: 'daily' } as const;
