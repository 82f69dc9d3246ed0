import { Inject, Injectable } from '@nestjs/common';
import { EventStoreUnavailable, SettlementRepository } from '#event-log';
import { settlementActionIdOf, stateSettlement, StatementSum } from '#ledger';
import type { Instant } from '#ledger';
import { LineQueries, rangeOf, SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import type { Logger } from '#runtime';
import { loggerToken } from '../connections/connection-tokens.js';
import { workerOrigin } from './worker-origin.js';

const atOnce = 100;

/**
 * States what settlements come to once the read model shows their cut, and so all of their lines. After a crash it
 * finds what is not stated yet; what another worker stated meanwhile is not stated again.
 */
@Injectable()
export class Statements {
  /** Stated, though the read model does not show it yet. */
  private stated: ReadonlySet<string> = new Set();

  constructor(
    private readonly queries: SettlementQueries,
    private readonly lines: LineQueries,
    private readonly settlements: SettlementRepository,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /** In the order of the log, so that of one store the earlier is stated before the later. */
  async stateClosed(now: Instant, signal: AbortSignal): Promise<void> {
    const closed = await this.queries.toState(atOnce);
    const stated = new Set<string>();
    for (const settlement of closed) {
      if (signal.aborted) return;
      const { settlementId } = settlement;
      if (this.stated.has(settlementId) || (await this.stateAlone(settlement, now)))
        stated.add(settlementId);
    }
    this.stated = stated;
  }

  /** One that cannot be stated must not keep those of other stores from it. */
  private async stateAlone(settlement: SettlementView, now: Instant): Promise<boolean> {
    try {
      return await this.state(settlement, now);
    } catch (error) {
      if (error instanceof EventStoreUnavailable) throw error;
      const { settlementId } = settlement;
      this.logger.error({ err: error, settlementId }, 'a settlement could not be stated');
      return false;
    }
  }

  private async state(settlement: SettlementView, now: Instant): Promise<boolean> {
    const { settlementId, storeId, currency } = settlement;
    const lines = await this.linesOf(settlement);
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
    this.logger.info({ settlementId, lines: lines.lines }, 'settlement stated');
    return true;
  }

  /**
   * All lines, or `undefined` if they are not there: the read model may be emptied, by an operator or a backup, between
   * two pages of them. What is stated stands in the log for ever, so it is held against the sum that one query sees.
   */
  private async linesOf(settlement: SettlementView): Promise<StatementSum | undefined> {
    const { settlementId } = settlement;
    const range = rangeOf(settlement);
    const read = new StatementSum();
    for await (const line of this.lines.all(range)) read.add(line);
    const sums = await this.lines.sums(range);
    const { lines, captured, refunded } = read.totals(0);
    if (lines === sums.lines && captured === sums.captured && refunded === sums.refunded)
      return read;
    this.logger.warn({ settlementId, lines, sums }, 'lines changed while they were read');
    return undefined;
  }
}
