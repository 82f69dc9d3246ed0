import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { SettlementRepository } from '#event-log';
import { StatementSum } from '#ledger';
import type { SettlementProblems, SettlementQueries, SettlementView } from '#read-models';
import type { MatchingStatements } from './matching-statements.js';
import { Statements } from './statements.js';

const settlement: SettlementView = {
  settlementId: '0b7e0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21',
  storeId: 'demo-se',
  currency: 'SEK',
  number: 1,
  periodStart: '2026-03-28T23:00:00.000Z',
  periodEnd: '2026-03-29T22:00:00.000Z',
  startDate: '2026-03-29',
  endDate: '2026-03-29',
  closedAt: '2026-03-29T22:00:01.000Z',
  reason: 'schedule',
  timeZone: 'Europe/Stockholm',
  afterPosition: -1n,
  position: 1_000n,
};

interface Told {
  readonly executed: number;
  readonly problems: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Runs the task for one settlement, for which the comparison of log and read model gives `agreed`.
 * Returns how many statements were recorded, and the problems that were reported.
 */
const toldOf = async (agreed: StatementSum | string, isShown = true): Promise<Told> => {
  let executed = 0;
  const problems: string[] = [];
  let kept: readonly string[] = [];
  const statements = new Statements(
    {
      toState: () => Promise.resolve([settlement]),
      find: () => Promise.resolve(isShown ? settlement : undefined),
    } as unknown as SettlementQueries,
    {
      prepare: () => Promise.resolve(),
      of: () => Promise.resolve(agreed),
    } as unknown as MatchingStatements,
    {
      put: (_id: string, detail: string) => Promise.resolve(problems.push(detail)),
      keepOnly: (ids: readonly string[]) => Promise.resolve((kept = ids)),
    } as unknown as SettlementProblems,
    {
      execute: () => {
        executed += 1;
        return Promise.resolve({ kind: 'stale', position: 0n });
      },
    } as unknown as SettlementRepository,
    { restatementMs: 0 },
    pino({ level: 'silent' }),
  );
  const look = () =>
    statements.stateClosed('2026-03-29T22:00:02.000Z', new AbortController().signal);
  await look();
  await look();
  return { executed, problems, kept };
};

test('a settlement that log and read model agree on is stated', async () => {
  expect(await toldOf(new StatementSum())).toEqual({ executed: 2, problems: [], kept: [] });
});

test('one that they differ on is not, and is told once', async () => {
  const kept = [settlement.settlementId];
  expect(await toldOf('they differ')).toEqual({ executed: 0, problems: ['they differ'], kept });
});

test('a read model that was emptied meanwhile is no problem', async () => {
  expect(await toldOf('they differ', false)).toEqual({ executed: 0, problems: [], kept: [] });
});
