import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { SettlementRepository } from '#event-log';
import type { LineQueries, LineSums, LoggedLine, SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
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

const line: LoggedLine = {
  position: 1n,
  type: 'Purchase',
  lineId: 'capture',
  orderId: 'order',
  orderNumber: '1001',
  paymentMethod: 'invoice',
  captureId: 'capture',
  amount: 9_500,
  vat: [],
  capturedAt: '2026-03-29T10:00:00.000Z',
  settledAt: '2026-03-29T10:00:00.000Z',
};

/** How many statements are asked for when one line is read, and the sums are these. */
const statedWith = async (sums: LineSums): Promise<number> => {
  let executed = 0;
  const queries = { toState: () => Promise.resolve([settlement]) };
  const lines = {
    all: async function* () {
      yield await Promise.resolve(line);
    },
    sums: () => Promise.resolve(sums),
  };
  const settlements = {
    execute: () => {
      executed += 1;
      return Promise.resolve({ kind: 'stale', position: 0n });
    },
  };
  const statements = new Statements(
    queries as unknown as SettlementQueries,
    lines as unknown as LineQueries,
    settlements as unknown as SettlementRepository,
    pino({ level: 'silent' }),
  );
  await statements.stateClosed('2026-03-29T22:00:02.000Z', new AbortController().signal);
  return executed;
};

test('what the lines come to is stated', async () => {
  expect(await statedWith({ lines: 1, captured: 9_500, refunded: 0 })).toBe(1);
});

test('nothing is stated of lines that the read model lost while they were read', async () => {
  expect(await statedWith({ lines: 0, captured: 0, refunded: 0 })).toBe(0);
  expect(await statedWith({ lines: 2, captured: 19_000, refunded: 0 })).toBe(0);
});
