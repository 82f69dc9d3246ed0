import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import {
  type EventStore,
  EventStoreUnavailable,
  readCuts,
  type SettlementCut,
  type SettlementStream,
  type StatementInLog,
  statementsInLog,
  type UntoldStatement,
} from '#event-log';
import { StatementSum } from '#ledger';
import { damagesBefore, LineQueries, type SettlementView } from '#read-models';
import { eventStoreToken, poolToken } from '../connections/connections.module.js';
import { agree, differenceOf, nameOf, rangeIn } from './statement-difference.js';

/**
 * Computes the figures of settlements from the log. One pass through the log serves all settlements
 * that are prepared together. Computed figures are kept in memory, because the captures and refunds
 * before a cut, the event that closes a settlement, do not change.
 */
export class LoggedStatements {
  readonly #told = new Map<string, KnownStatement>();

  constructor(private readonly eventStore: EventStore) {}

  of(settlementId: string): KnownStatement | undefined {
    return this.#told.get(settlementId);
  }

  /** Computes the figures of these settlements, and forgets the figures of all others. */
  async read(settlements: readonly SettlementView[], signal: AbortSignal): Promise<void> {
    const wanted = new Set(settlements.map(({ settlementId }) => settlementId));
    for (const known of this.#told.keys()) if (!wanted.has(known)) this.#told.delete(known);
    const due = settlements.filter(({ settlementId }) => !this.#told.has(settlementId));
    if (due.length === 0) return;
    const cuts = await this.#cutsOf(due);
    const statements = await statementsInLog(this.eventStore, cuts, signal);
    for (const [settlementId, statement] of statements) this.#told.set(settlementId, statement);
  }

  /**
   * Finds the events in the log that closed these settlements (their cuts). If a cut is missing, or
   * its stream is unreadable, the reason is kept in place of the settlement's figures.
   */
  async #cutsOf(settlements: readonly SettlementView[]): Promise<SettlementCut[]> {
    const cuts: SettlementCut[] = [];
    const known = new Map<string, SettlementCut[] | string>();
    for (const { settlementId, storeId, currency } of settlements) {
      const key = `${storeId} ${currency}`;
      const told = known.get(key) ?? (await this.#readCuts({ storeId, currency }));
      known.set(key, told);
      const found = typeof told === 'string' ? told : cutIn(told, settlementId);
      if (typeof found === 'string') this.#told.set(settlementId, { untold: found });
      else cuts.push(found);
    }
    return cuts;
  }

  async #readCuts(stream: SettlementStream): Promise<SettlementCut[] | string> {
    try {
      return await readCuts(this.eventStore, stream);
    } catch (error) {
      if (error instanceof EventStoreUnavailable) throw error;
      const why = error instanceof Error ? error.message : String(error);
      return `the settlements of its store cannot be read from the log: ${why}`;
    }
  }
}

/** Gives the figures of a settlement only if the log and the read model have the same figures. */
@Injectable()
export class MatchingStatements {
  readonly #logged: LoggedStatements;

  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    private readonly lines: LineQueries,
    @Inject(poolToken) private readonly pool: Pool,
  ) {
    this.#logged = new LoggedStatements(eventStore);
  }

  /** Reads the log for these settlements in one pass. */
  async prepare(settlements: readonly SettlementView[], signal: AbortSignal): Promise<void> {
    await this.#logged.read(settlements, signal);
  }

  /**
   * Returns the settlement's figures if the log and the read model agree, otherwise a text with the
   * reason why there are none. `undefined` if `prepare` was not called with this settlement.
   */
  async of(settlement: SettlementView): Promise<StatementSum | string | undefined> {
    const inLog = this.#logged.of(settlement.settlementId);
    if (inLog === undefined) return undefined;
    if (inLog.untold !== undefined)
      return `${nameOf(settlement)} is not stated: ${inLog.untold}. "ledger verify" tells more.`;
    const [damage] = await damagesBefore(this.pool, {
      ...settlement,
      position: settlement.position,
    });
    if (damage !== undefined)
      return `${nameOf(settlement)} is not stated: event ${damage.revision} of ${damage.streamId} is damaged (${damage.reason}), and captures or refunds may be missing. "ledger order damaged" tells more.`;
    const shown = new StatementSum();
    for await (const line of this.lines.all(rangeIn(inLog.cut))) shown.add(line);
    if (agree(shown, inLog.sum)) return inLog.sum;
    const { eventStore, lines } = this;
    return differenceOf({ settlement, inLog, shown }, { eventStore, lines });
  }
}

/**
 * The result for a settlement that was computed from the log: its figures, or the reason why there
 * are none.
 */
export type KnownStatement = StatementInLog | UntoldStatement;

const cutIn = (cuts: readonly SettlementCut[], settlementId: string): SettlementCut | string =>
  cuts.find((cut) => cut.settlementId === settlementId) ?? 'the log has no cut of the settlement';
