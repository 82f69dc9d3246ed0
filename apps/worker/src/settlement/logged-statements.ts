import { EventStoreUnavailable, readCuts, statementsInLog } from '#event-log';
import type {
  EventStore,
  SettlementCut,
  SettlementStream,
  StatementInLog,
  UntoldStatement,
} from '#event-log';
import type { SettlementView } from '#read-models';

/** What is known of a settlement from the log: what it comes to, or why that cannot be told. */
export type Told = StatementInLog | UntoldStatement;

/**
 * What settlements come to by the log. It is read once for all that are asked for at the same time, and what was read is
 * remembered: what stands before a cut does not change.
 */
export class LoggedStatements {
  readonly #told = new Map<string, Told>();

  constructor(private readonly eventStore: EventStore) {}

  of(settlementId: string): Told | undefined {
    return this.#told.get(settlementId);
  }

  /** Reads these, and forgets all others. */
  async read(settlements: readonly SettlementView[], signal: AbortSignal): Promise<void> {
    const wanted = new Set(settlements.map(({ settlementId }) => settlementId));
    for (const known of this.#told.keys()) if (!wanted.has(known)) this.#told.delete(known);
    const due = settlements.filter(({ settlementId }) => !this.#told.has(settlementId));
    if (due.length === 0) return;
    const cuts = await this.#cutsOf(due);
    const statements = await statementsInLog(this.eventStore, cuts, signal);
    for (const [settlementId, statement] of statements) this.#told.set(settlementId, statement);
  }

  /** A settlement without a cut in the log, or in a stream that cannot be read, is told as that. */
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

const cutIn = (cuts: readonly SettlementCut[], settlementId: string): SettlementCut | string =>
  cuts.find((cut) => cut.settlementId === settlementId) ?? 'the log has no cut of it';
