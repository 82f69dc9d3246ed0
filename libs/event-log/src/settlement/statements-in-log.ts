import { StatementSum } from '#ledger';
import type { EventStore } from '../client/event-store.js';
import { linesInLog } from './lines-in-log.js';
import type { SettlementCut } from './read-cuts.js';

/** What a settlement comes to by the log alone. */
export interface StatementInLog {
  readonly cut: SettlementCut;
  readonly sum: StatementSum;
  readonly untold?: undefined;
}

/** Why the log does not tell what a settlement comes to. */
export interface UntoldStatement {
  readonly untold: string;
}

/** Adds up these settlements in one pass over the log, by settlement id. */
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
