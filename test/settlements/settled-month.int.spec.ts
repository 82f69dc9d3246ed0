import { afterEach, expect, test } from '@jest/globals';
import { buffer, text } from 'node:stream/consumers';
import { accessMigrations, StoreDirectory } from '#access';
import { orderIdsOf } from '#event-log/offline';
import { actionIdOf } from '#ledger';
import type { CaptureItem } from '#ledger';
import { LineQueries, rangeOf, readModelMigrations, SettlementQueries } from '#read-models';
import type { SettlementView } from '#read-models';
import { isStated } from '../../apps/api/src/contracts/walley/settlements/walley-settlement.js';
import { transactionColumns } from '../../apps/api/src/contracts/walley/settlements/walley-transaction.js';
import { csvStream } from '../../apps/api/src/contract-kit/tables/answer-table.js';
import { statementPdf } from '#documents';
import { allStatementLines } from '../../apps/api/src/queries/statement-lines.js';
import { usePostgres } from '../support/postgres.js';
import { MonthSystem } from './month-system.js';
import { reckon, stores, type RememberedLine, type StoreName } from './month-of-traffic.js';

const postgres = usePostgres(accessMigrations, readModelMigrations);
let system: MonthSystem | undefined;
afterEach(async () => system?.stop());

const capturesCount = 260;
const begin = Date.parse('2026-03-01T00:00:00.000Z');
const monthMs = 31 * 24 * 3_600_000;

let seed = 20_260_329;
/**
 * Random numbers that are the same in every run, so that every run has the same month. The formula
 * is a linear congruential generator with the constants of Numerical Recipes.
 */
const random = (below: number): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};

const pick = <Value>(...values: readonly [Value, ...Value[]]): Value =>
  values[random(values.length)] ?? values[0];

/**
 * Returns a random instant in the same hour as `from`, but not in its first five minutes. Workers
 * close settlements in those minutes, and it would be uncertain to which settlement the capture
 * belongs.
 */
const instant = (from: number): string => {
  const time = new Date(from);
  time.setUTCMinutes(5 + random(50));
  return time.toISOString();
};

interface Happening {
  readonly at: string;
  readonly run: (month: MonthSystem) => Promise<void>;
}

interface Purchase {
  readonly number: number;
  readonly storeId: StoreName;
  readonly currency: string;
  readonly rows: readonly {
    description: string;
    unitPrice: number;
    quantity: number;
    vatRate: number;
  }[];
}

const itemOf = (row: Purchase['rows'][number]): CaptureItem => ({
  ...row,
  unitPrice: { unit: 'minor', value: row.unitPrice },
});

const sumOf = (rows: Purchase['rows']): number =>
  rows.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);

const remembered: RememberedLine[] = [];

const remember = (
  bought: Purchase,
  rows: Purchase['rows'],
  { at, sign }: { at: string; sign: 1 | -1 },
) =>
  remembered.push({
    storeId: bought.storeId,
    currency: bought.currency,
    at,
    amount: sign * sumOf(rows),
    rows: rows.map(({ vatRate, unitPrice, quantity }) => ({
      rate: vatRate,
      gross: sign * unitPrice * quantity,
    })),
  });

const isCard = ({ number }: Purchase): boolean => number % 5 === 0;

const purchase = (bought: Purchase, at: string): Happening => ({
  at,
  run: async (month) => {
    const { storeId, currency, number, rows } = bought;
    const orderId = orderIdsOf(undefined).of(storeId, String(number));
    const command = (name: string) => ({
      orderId,
      at,
      actionId: actionIdOf(orderId, 'capture', name),
    });
    await month.execute({
      type: 'RegisterOrder',
      ...command('register'),
      data: {
        storeId,
        orderNumber: String(number),
        currency,
        salesSegment: 'B2C',
        paymentMethod: isCard(bought) ? 'card' : 'invoice',
        rows,
        authorization: { status: 'authorized' },
      },
    });
    const captured = command('capture');
    await month.execute({
      type: 'RequestCapture',
      ...captured,
      data: { amount: { unit: 'minor', value: sumOf(rows) }, items: [], replaceItems: false },
    });
    if (isCard(bought))
      await month.execute({
        type: 'SettleCapture',
        ...command('settle'),
        data: { captureId: captured.actionId },
      });
    remember(bought, rows, { at, sign: 1 });
  },
});

const giveBack = (bought: Purchase, at: string): Happening => ({
  at,
  run: async (month) => {
    const rows = bought.rows.slice(0, 1);
    const orderId = orderIdsOf(undefined).of(bought.storeId, String(bought.number));
    const refundId = actionIdOf(orderId, 'refund', 'refund');
    await month.execute({
      type: 'RefundOrder',
      orderId,
      at,
      actionId: refundId,
      data: { amount: { unit: 'minor', value: sumOf(rows) }, items: rows.map(itemOf) },
    });
    if (isCard(bought))
      await month.execute({
        type: 'SettleRefund',
        orderId,
        at,
        actionId: actionIdOf(orderId, 'settle-refund', 'settle'),
        data: { refundId },
      });
    remember(bought, rows, { at, sign: -1 });
  },
});

const traffic = (): Happening[] => {
  const happenings: Happening[] = [];
  for (let number = 1; number <= capturesCount; number += 1) {
    const storeId = pick<StoreName>('se-daily', 'fi-weekly', 'se-monthly');
    const currency = storeId === 'fi-weekly' ? 'EUR' : pick('SEK', 'SEK', 'EUR');
    const rows = Array.from({ length: 1 + random(3) }, (_, index) => ({
      description: `Article ${index}`,
      unitPrice: 1 + random(99_999),
      quantity: 1 + random(3),
      vatRate: pick(25, 12, 6, 0),
    }));
    const bought = { number, storeId, currency, rows };
    const time = begin + random(monthMs);
    happenings.push(purchase(bought, instant(time)));
    const later = time + 3_600_000 * (1 + random(300));
    if (random(3) === 0 && later < begin + monthMs)
      happenings.push(giveBack(bought, instant(later)));
  }
  // Captures shortly before and after the start and the end of 29 March. Clocks go forward on that
  // day, so it has only 23 hours.
  for (const at of [
    '2026-03-28T22:30',
    '2026-03-28T23:30',
    '2026-03-29T21:30',
    '2026-03-29T22:30',
  ]) {
    const rows = [{ description: 'Night', unitPrice: 9_999, quantity: 1, vatRate: 25 }];
    const number = capturesCount + happenings.length;
    const bought = { number, storeId: 'se-daily', currency: 'SEK', rows } as const;
    happenings.push(purchase(bought, `${at}:00.000Z`));
  }
  return happenings.sort((a, b) => (a.at < b.at ? -1 : 1));
};

/**
 * The times at which the workers run: every day one second after 21:00, 22:00 and 23:00 UTC. For
 * each store one of these hours is local midnight, in winter and in summer time.
 */
const ticks = (): string[] =>
  Array.from({ length: 33 * 24 }, (_, hour) => new Date(begin + hour * 3_600_000 + 1_000))
    .filter((time) => time.getUTCHours() >= 21)
    .map((time) => time.toISOString());

const settlements = async (): Promise<SettlementView[]> => {
  const filter = { stores: Object.keys(stores) };
  const page = await new SettlementQueries(postgres.pool).list(filter, { limit: 1_000 });
  return page.settlements.toSorted(
    (a, b) =>
      `${a.storeId} ${a.currency}`.localeCompare(`${b.storeId} ${b.currency}`) ||
      a.number - b.number,
  );
};

/** Returns the CSV file and the PDF file of every settlement. */
const exported = async (): Promise<string[]> => {
  const queries = new LineQueries(postgres.pool);
  const files: string[] = [];
  for (const settlement of await settlements()) {
    if (!isStated(settlement)) throw new Error(`${settlement.settlementId} was not stated`);
    const lines = () => allStatementLines(queries, rangeOf(settlement));
    files.push(await text(await csvStream(transactionColumns(settlement), lines())));
    const pdf = await statementPdf({ settlement, store: undefined, lines: lines() });
    files.push((await buffer(pdf)).toString('latin1'));
  }
  return files;
};

test('a month of three stores in two currencies comes to what was remembered, and so does a rebuild', async () => {
  const directory = new StoreDirectory(postgres.pool);
  for (const [storeId, { timeZone, rule }] of Object.entries(stores))
    await directory.create({
      storeId,
      salesSegment: 'B2C',
      currency: storeId === 'fi-weekly' ? 'EUR' : 'SEK',
      timeZone,
      settlement: rule,
    });
  system = await MonthSystem.start(postgres);
  const clock = ticks();
  for (const { at, run } of traffic()) {
    while (clock[0] !== undefined && clock[0] < at) await system.tick(clock.shift() ?? at);
    await run(system);
  }
  // The month's last week ends on 5 April. The workers run twice more after it, so that the week is
  // settled.
  for (const now of [...clock, '2026-04-06T00:00:00.000Z', '2026-04-06T00:00:01.000Z'])
    await system.tick(now);

  const found = (await settlements()).map(({ storeId, currency, totals }) => {
    const { linesSha256, ...sums } = totals ?? {};
    expect(linesSha256).toMatch(/^[0-9a-f]{64}$/);
    return { storeId, currency, ...sums };
  });
  const expected = reckon(remembered).toSorted((a, b) =>
    `${a.storeId} ${a.currency}`.localeCompare(`${b.storeId} ${b.currency}`),
  );
  expect(found).toEqual(expected);
  expect(found.length).toBeGreaterThan(50);
  expect(found.some(({ ingoingBalance = 0 }) => ingoingBalance < 0)).toBe(true);

  const files = await exported();
  await system.rebuild();
  expect(await exported()).toEqual(files);
});
