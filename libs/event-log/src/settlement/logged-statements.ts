import { type StatementByLog, StatementSum } from '#ledger';
import { Semaphore, withTimeoutOr } from '#runtime/async';
import type { EventStore } from '../client/event-store.js';
import { LogBeingRead, TooManyWaiting } from '../faults.js';
import type { SettlementStream } from '../streams.js';
import { linesInLog } from './lines-in-log.js';
import { readCuts, type SettlementCut } from './read-settlements.js';

export interface StatementsOfLogOptions {
  /**
   * The longest time that a caller waits for a statement, the sums of a settlement, in
   * milliseconds. Reading the log continues after that time, so that a later caller finds the
   * statement.
   */
  readonly waitMs: number;
}

const readAtOnceMax = 2;
const waitingMax = 32;
const keptMax = 200;

/**
 * Computes the statements (sums) of settlements from the log, for commands on settlements. For one
 * statement, all events between the closing events (cuts) of two settlements have to be read, which
 * may be many. A computed statement is remembered, because the events before a closing event never
 * change.
 */
export class LoggedStatements {
  readonly #eventStore: Pick<EventStore, 'read' | 'readLog'>;
  readonly #options: StatementsOfLogOptions;
  readonly #made = new Map<string, Promise<StatementByLog>>();
  readonly #readings = new Semaphore({
    runningMax: readAtOnceMax,
    waitingMax,
    fullError: () => new TooManyWaiting('statements that are made from the log'),
  });

  constructor(
    eventStore: Pick<EventStore, 'read' | 'readLog'>,
    options: StatementsOfLogOptions = { waitMs: 15_000 },
  ) {
    this.#eventStore = eventStore;
    this.#options = options;
  }

  /**
   * The statement (the sums) of a settlement. Throws `LogBeingRead` if computing the sums takes
   * longer than `waitMs`; throws the errors of reading the log.
   */
  async of(stream: SettlementStream, settlementId: string): Promise<StatementByLog> {
    const made = this.#made.get(settlementId) ?? this.#make(stream, settlementId);
    return withTimeoutOr(made, this.#options.waitMs, () => {
      throw new LogBeingRead('The statement of the settlement');
    });
  }

  #make(stream: SettlementStream, settlementId: string): Promise<StatementByLog> {
    const making = this.#readings.run(() => this.#read(stream, settlementId));
    this.#made.set(settlementId, making);
    // If reading failed, or the statement cannot be computed from the log, the result is forgotten,
    // so that the next caller reads the log again.
    const forget = (): void => {
      if (this.#made.get(settlementId) === making) this.#made.delete(settlementId);
    };
    making.then((told) => {
      if ('untold' in told) forget();
    }, forget);
    for (const oldest of this.#made.keys()) {
      if (this.#made.size <= keptMax) break;
      this.#made.delete(oldest);
    }
    return making;
  }

  async #read(stream: SettlementStream, settlementId: string): Promise<StatementByLog> {
    const cuts = await readCuts(this.#eventStore, stream);
    const cut = cuts.find((one) => one.settlementId === settlementId);
    if (cut === undefined) return { untold: 'the log has no cut of the settlement' };
    const statement = (await statementsInLog(this.#eventStore, [cut])).get(settlementId);
    if (statement === undefined) return { untold: 'the settlement was not read' };
    return statement.untold === undefined ? statement.sum : { untold: statement.untold };
  }
}

/** The sums of a settlement, made from the log alone. */
export interface StatementInLog {
  readonly cut: SettlementCut;
  readonly sum: StatementSum;
  readonly untold?: undefined;
}

/** The reason why the sums of a settlement cannot be computed from the log. */
export interface UntoldStatement {
  readonly untold: string;
}

/**
 * Adds up these settlements in one pass over the log. The keys of the result are settlement ids.
 */
export const statementsInLog = async (
  eventStore: Pick<EventStore, 'read' | 'readLog'>,
  cuts: readonly SettlementCut[],
  signal?: AbortSignal,
): Promise<Map<string, StatementInLog | UntoldStatement>> => {
  const sums = new Map<string, StatementInLog | UntoldStatement>(
    cuts.map((cut) => [cut.settlementId, { cut, sum: new StatementSum() }]),
  );
  for await (const page of linesInLog(eventStore, cuts, signal)) {
    for (const { cut, line } of page.lines) {
      const statement = sums.get(cut.settlementId);
      if (statement?.untold === undefined) statement?.sum.add(line);
    }
    for (const { cut, detail } of page.untold) sums.set(cut.settlementId, { untold: detail });
  }
  return sums;
};
