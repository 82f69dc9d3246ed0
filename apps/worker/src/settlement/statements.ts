import { Inject, Injectable } from '@nestjs/common';
import { EventStoreUnavailable, SettlementRepository } from '#event-log';
import { settlementActionIdOf, stateSettlement } from '#ledger';
import type { Instant, StatementSum } from '#ledger';
import { SettlementProblems, SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import type { Logger } from '#runtime';
import { loggerToken, paceToken } from '../connections/connections.module.js';
import type { Pace } from '../worker-options.js';
import { MatchingStatements } from './matching-statements.js';
import { workerOrigin } from '../worker-task.js';

const atOnce = 1_000;

interface Refusal {
  readonly detail: string;
  /**
   * The time from which the settlement is tried again: a time of `performance.now()`, in
   * milliseconds.
   */
  readonly retryAt: number;
}

/**
 * Records the statement of each settlement once the read model shows the settlement's cut, the
 * event that closes it. The figures come from the log. If the read model has other figures, the
 * difference is reported and no statement is recorded (docs/settlements.md, "When a settlement is
 * not stated"). After a crash, the settlements without a statement are found again. A statement
 * that another worker has recorded is not repeated.
 */
@Injectable()
export class Statements {
  /**
   * Settlements whose statement (their sums) is in the log already, but not in the read model yet.
   */
  #stated: ReadonlySet<string> = new Set();
  readonly #refused = new Map<string, Refusal>();
  #problemsKept: string | undefined;

  constructor(
    private readonly queries: SettlementQueries,
    private readonly agreed: MatchingStatements,
    private readonly problems: SettlementProblems,
    private readonly settlements: SettlementRepository,
    @Inject(paceToken) private readonly pace: Pick<Pace, 'restatementMs'>,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /**
   * Records the missing statements of closed settlements in the order of the log, so that each
   * store's earlier settlements come first.
   */
  async stateClosed(now: Instant, signal: AbortSignal): Promise<void> {
    const closed = await this.queries.toState(atOnce);
    const stated = new Set(
      closed.map((of) => of.settlementId).filter((id) => this.#stated.has(id)),
    );
    await this.agreed.prepare(
      closed.filter(({ settlementId }) => !stated.has(settlementId)),
      signal,
    );
    for (const settlement of closed) {
      if (signal.aborted) return;
      const { settlementId } = settlement;
      if (stated.has(settlementId) || this.#isWaiting(settlementId)) continue;
      if (await this.#stateAlone(settlement, now)) stated.add(settlementId);
    }
    this.#stated = stated;
    await this.#keepProblems(closed);
  }

  #isWaiting(settlementId: string): boolean {
    return (this.#refused.get(settlementId)?.retryAt ?? -Infinity) > performance.now();
  }

  /**
   * Records the statement of one settlement: its sums. A failure is logged and does not delay the
   * settlements of other stores.
   */
  async #stateAlone(settlement: SettlementView, now: Instant): Promise<boolean> {
    try {
      return await this.#state(settlement, now);
    } catch (error) {
      if (error instanceof EventStoreUnavailable) throw error;
      const { settlementId } = settlement;
      this.logger.error({ err: error, settlementId }, 'a settlement could not be stated');
      return false;
    }
  }

  async #state(settlement: SettlementView, now: Instant): Promise<boolean> {
    const { settlementId, storeId, currency } = settlement;
    const lines = await this.#agreedLines(settlement);
    if (lines === undefined) return false;
    const stream = { storeId, currency };
    const executed = await this.settlements.execute({
      stream,
      actionId: settlementActionIdOf(stream, 'state-settlement', settlementId),
      origin: workerOrigin('worker statement', now),
      decide: (account) => stateSettlement(account, { settlementId, at: now, lines }),
    });
    if (executed.kind !== 'accepted') {
      this.logger.debug({ settlementId, kind: executed.kind }, 'settlement not stated');
      return false;
    }
    this.#refused.delete(settlementId);
    this.logger.info({ settlementId, lines: lines.lines }, 'settlement stated');
    return true;
  }

  /**
   * Returns the sums of the settlement's captures and refunds in the log, if the read model has the
   * same captures and refunds. Otherwise reports the difference.
   */
  async #agreedLines(settlement: SettlementView): Promise<StatementSum | undefined> {
    const agreed = await this.agreed.of(settlement);
    if (typeof agreed !== 'string') return agreed;
    // The difference is reported only if the read model still has the settlement. An operator or a
    // restored backup may have emptied the read model since the comparison.
    const again = await this.queries.find(settlement.settlementId);
    if (again !== undefined) await this.#refuse(settlement, agreed);
    return undefined;
  }

  async #refuse({ settlementId }: SettlementView, detail: string): Promise<void> {
    const isNew = this.#refused.get(settlementId)?.detail !== detail;
    const retryAt = performance.now() + this.pace.restatementMs;
    this.#refused.set(settlementId, { detail, retryAt });
    if (!isNew) return;
    this.logger.error({ settlementId }, detail);
    await this.problems.put(settlementId, detail);
  }

  /** Deletes the reports of problems that are solved, including those that another worker found. */
  async #keepProblems(closed: readonly SettlementView[]): Promise<void> {
    const open = new Set(closed.map(({ settlementId }) => settlementId));
    for (const settlementId of this.#refused.keys())
      if (!open.has(settlementId)) this.#refused.delete(settlementId);
    const kept = [...this.#refused.keys()].sort();
    if (this.#problemsKept === kept.join(' ')) return;
    await this.problems.keepOnly(kept);
    this.#problemsKept = kept.join(' ');
  }
}
