import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addShare, byRate, localDay, SettlementAudit, StatementSum, statementOf } from '#ledger';
import type { SettlementLine, VatShare } from '#ledger';
import { dailyReport } from '../reports/daily-report.js';
import { captureReport } from '../reports/capture-report.js';
import { personalDataMigrations } from '#personal-data';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { readModelMigrations } from '../index.js';
import { ReadModelRebuild } from '../rebuild/read-model-rebuild.js';
import { aHistory } from '../testing/a-history.js';
import { emptyReadModels } from '../testing/empty-read-models.js';
import { readTables } from '../testing/read-tables.js';
import { SettledLog } from '../testing/settled-log.js';
import { store } from '../testing/commands.js';
import { useProjection } from '../testing/use-projection.js';
import { compareLines, compareSettlement } from '../testing/compare-settlement.js';
import {
  LineQueries,
  rangeAfter,
  rangeOf,
  type LineRange,
  type LoggedLine,
} from './line-queries.js';
import { SettlementQueries } from './settlement-queries.js';
import type { SettlementView } from './settlement-view.js';
import { loadAll } from '../testing/load-all.js';

const postgres = usePostgres(personalDataMigrations, readModelMigrations);
const projector = useProjection(postgres);

/**
 * The number of events after which a settlement is closed (`every`), and the number of events that
 * the projection applies at once.
 */
const aCutting = fc.record({
  every: fc.integer({ min: 1, max: 12 }),
  pageSize: fc.integer({ min: 1, max: 15 }),
});

const gathered = async (lines: AsyncIterable<LoggedLine>): Promise<LoggedLine[]> => {
  const list: LoggedLine[] = [];
  for await (const line of lines) list.push(line);
  return list;
};

/** All settlements of the store, in the order of their numbers. */
const settlements = async (): Promise<SettlementView[]> => {
  const queries = new SettlementQueries(postgres.pool);
  const page = await queries.list({ stores: [store] }, { limit: 1_000 });
  return page.settlements.toSorted((a, b) => a.number - b.number);
};

const pagesOf = (log: SettledLog, size: number) =>
  Array.from({ length: Math.ceil(log.log.events.length / size) }, (_, index) =>
    log.page(index * size, (index + 1) * size),
  );

/** All captures and refunds in a range of the log, read by numbered pages as a client does. */
const pageByPage = async (range: LineRange, perPage: number): Promise<LoggedLine[]> => {
  const queries = new LineQueries(postgres.pool);
  const gathered: LoggedLine[] = [];
  for (;;) {
    const page = await queries.list(range, perPage, gathered.length);
    gathered.push(...page);
    if (page.length < perPage) return gathered;
  }
};

/**
 * Expects each capture and refund to be in exactly one settlement, or in none yet, and each
 * settlement's total to be the sum of its captures and refunds (I7 of domain.md).
 */
const expectSettled = async (log: SettledLog): Promise<void> => {
  const lines = new LineQueries(postgres.pool);
  const found = await settlements();
  const ids: string[] = [];
  for (const [index, settlement] of found.entries()) {
    const own = await gathered(lines.all(rangeOf(settlement)));
    const { totals } = settlement;
    expect(compareLines(own, log.lines[index]!)).toEqual([]);
    for (const perPage of [1, 2, 3])
      expect(await pageByPage(rangeOf(settlement), perPage)).toEqual(own);
    expect(totals).toEqual(statementOf(own, totals!.ingoingBalance));
    expect(totals!.captured - totals!.refunded).toBe(
      own.reduce((sum, line) => sum + line.amount, 0),
    );
    expect(totals!.vat.reduce((sum, { gross }) => sum + gross, 0)).toBe(
      totals!.captured - totals!.refunded,
    );
    const events = log.settlements.filter(
      ({ data }) => data.settlementId === settlement.settlementId,
    );
    const placed = events.map(({ position, ...event }) => ({ event, position }));
    expect(compareSettlement(settlement, placed, found[index - 1]?.position ?? -1n)).toEqual([]);
    ids.push(...own.map(({ lineId }) => lineId));
  }
  const afterLast = rangeAfter({ storeId: store, currency: 'SEK' }, found.at(-1)?.position ?? -1n);
  const open = await gathered(lines.all(afterLast));
  expect(compareLines(open, log.lines.at(-1)!)).toEqual([]);
  expect(await lines.sums(afterLast)).toMatchObject({ lines: open.length });
  ids.push(...open.map(({ lineId }) => lineId));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(log.lines.flat().length);
};

/**
 * Expects the report to have the same sums and VAT as the ledger's own code computes from all
 * captures and refunds.
 */
const expectReported = async (log: SettledLog): Promise<void> => {
  const lines = log.lines.flat();
  const sum = new StatementSum();
  for (const line of lines) sum.add(line);
  const { captured, refunded, vat } = sum.totals(0);
  const stores = [{ storeId: store, timeZone: 'Europe/Stockholm' }];
  const groups = ['month', 'paymentMethod'] as const;
  const [all] = await captureReport(postgres.pool, { stores, groupBy: [], rowsMax: 9 });
  expect(all).toEqual(
    lines.length === 0
      ? undefined
      : {
          ...{ currency: 'SEK', captured, refunded, vat },
          captures: lines.filter(({ type }) => type === 'Purchase').length,
          refunds: lines.filter(({ type }) => type === 'Return').length,
        },
  );
  const grouped = await captureReport(postgres.pool, { stores, groupBy: groups, rowsMax: 99 });
  const shares = new Map<number, VatShare>();
  for (const share of grouped.flatMap((row) => row.vat)) addShare(shares, share);
  expect(byRate(shares)).toEqual(vat);
  for (const timeZone of ['Europe/Stockholm', 'Pacific/Kiritimati', 'America/St_Johns', 'UTC'])
    await expectDays(lines, timeZone);
};

/**
 * Expects the report to count each capture and refund on the day that Node.js computes for the time
 * zone.
 */
const expectDays = async (lines: readonly SettlementLine[], timeZone: string): Promise<void> => {
  const days = new Map<string, number>();
  for (const { settledAt, amount } of lines) {
    const day = localDay(settledAt, timeZone);
    days.set(day, (days.get(day) ?? 0) + amount);
  }
  const reported = await captureReport(postgres.pool, {
    stores: [{ storeId: store, timeZone }],
    groupBy: ['day', 'month'],
    rowsMax: 999,
  });
  expect(reported.map(({ day, month }) => day?.slice(0, 7) === month)).not.toContain(false);
  expect(Object.fromEntries(reported.map((row) => [row.day, row.captured - row.refunded]))).toEqual(
    Object.fromEntries(days),
  );
};

/**
 * Expects the daily report to have the sums of all captures and refunds, the sum of those that are
 * in no settlement yet, and the orders' failed captures.
 */
const expectDaily = async (log: SettledLog): Promise<void> => {
  const rows = await dailyReport(postgres.pool, {
    stores: [{ storeId: store, timeZone: 'Europe/Stockholm' }],
    ...{ days: 366, now: '2026-03-11T00:00:00.000Z', rowsMax: 999 },
  });
  const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, one) => sum + one, 0);
  const of = (name: 'captured' | 'refunded' | 'unsettled' | 'failed'): number =>
    sumOf(rows.map((row) => row[name]));
  const sum = new StatementSum();
  for (const line of log.lines.flat()) sum.add(line);
  const { captured, refunded } = sum.totals(0);
  expect([of('captured'), of('refunded')]).toEqual([captured, refunded]);
  expect(of('unsettled')).toBe(sumOf(log.lines.at(-1)!.map(({ amount }) => amount)));
  const failed = [...log.orders.values()]
    .flatMap((order) => [...order.captures.values()])
    .filter(({ status }) => status === 'failed');
  expect(of('failed')).toBe(sumOf(failed.map(({ amount }) => amount)));
  expect(sumOf(rows.map((row) => row.failedCaptures))).toBe(failed.length);
};

/**
 * Expects each capture or refund in a settlement to name that settlement, and all others to name
 * none.
 */
const expectNamed = async (log: SettledLog): Promise<void> => {
  const queries = new SettlementQueries(postgres.pool);
  const found = await settlements();
  for (const [index, lines] of log.lines.entries())
    for (const { orderId, lineId } of lines) {
      const settled = (await queries.ofOrder(orderId)).get(lineId);
      expect(settled?.settlementId).toBe(found[index]?.settlementId);
      expect(settled?.payoutReference).toBe(found[index]?.payoutReference);
    }
  const open = log.lines.at(-1)!;
  const accounts = await queries.unsettledAccounts({ stores: [store, 'x'], limit: 9 });
  expect(accounts.map(({ lines }) => lines)).toEqual(open.length === 0 ? [] : [open.length]);
  expect(await queries.unsettledAccounts({ stores: ['x'], limit: 9 })).toEqual([]);
};

/** A log with at least two settlements. A random history can be too short to have any. */
const aSettledLog = (): SettledLog => {
  const log = fc
    .sample(aHistory, { numRuns: 50, seed: 7 })
    .map((history) => new SettledLog(history, (index) => index % 4 === 3))
    .find(({ settlements: { length } }) => length >= 4);
  if (log === undefined) throw new Error('No history of the sample is settled twice');
  return log;
};

const expectAudited = (log: SettledLog): void => {
  const audit = new SettlementAudit();
  const events = [...log.log.events, ...log.settlements].sort((a, b) =>
    a.position < b.position ? -1 : 1,
  );
  for (const event of events) {
    if ('settlementId' in event.data)
      expect(audit.settlement(event as SettledLog['settlements'][number])).toBeUndefined();
    else {
      const order = log.orders.get((event.data as { orderId: string }).orderId)!;
      audit.order(order, event as SettledLog['log']['events'][number]);
    }
  }
};

describe('settlements', () => {
  test('hold every settled capture and refund exactly once, and rebuilt are the same', async () => {
    const { projection } = await projector();
    await fc.assert(
      fc.asyncProperty(aHistory, aCutting, async (history, { every, pageSize }) => {
        const log = new SettledLog(history, (index) => index % every === every - 1);
        await emptyReadModels(postgres.pool);
        for (const page of pagesOf(log, pageSize)) await projection.apply(page);
        await expectSettled(log);
        await expectReported(log);
        await expectDaily(log);
        await expectNamed(log);
        expectAudited(log);
        const before = await readTables(postgres.pool);
        const rebuild = await ReadModelRebuild.begin({ connectionString: postgres.url });
        try {
          const pages = [...pagesOf(log, pageSize + 3)];
          await loadAll(postgres.url, pages, { heldRowsMax: 3, parts: 2 });
          await rebuild.index(pages.at(-1)?.position ?? -1n);
          await rebuild.switch({
            catchUp: () => Promise.resolve(),
            endOfLog: () => Promise.resolve(-1n),
            pause: () => Promise.resolve(),
          });
        } finally {
          await rebuild.end();
        }
        expect(await readTables(postgres.pool)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('are named by the audit when a total or a line is not what the log says', () => {
    const log = aSettledLog();
    const stated = log.settlements.findIndex(({ type }) => type === 'SettlementStated');
    const audit = new SettlementAudit();
    const found = [...log.log.events, ...log.settlements]
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .flatMap((event) => {
        if (!('settlementId' in event.data)) {
          const order = log.orders.get((event.data as { orderId: string }).orderId)!;
          audit.order(order, event as SettledLog['log']['events'][number]);
          return [];
        }
        const settlement = event as SettledLog['settlements'][number];
        const changed =
          settlement === log.settlements[stated] && settlement.type === 'SettlementStated'
            ? {
                ...settlement,
                data: { ...settlement.data, captured: settlement.data.captured + 1 },
              }
            : settlement;
        return audit.settlement(changed) ?? [];
      });
    expect(found.map(({ settlementId }) => settlementId)).toStrictEqual([
      log.settlements[stated]!.data.settlementId,
    ]);
  });

  test('whose day was changed in the read model are named, as the list is searched by it', async () => {
    const { projection } = await projector();
    const log = aSettledLog();
    for (const page of pagesOf(log, 7)) await projection.apply(page);
    await postgres.pool.query("UPDATE settlements SET end_date = '2026-12-24' WHERE number = 1");
    const [first] = await settlements();
    const placed = log.settlements
      .filter(({ data }) => data.settlementId === first?.settlementId)
      .map(({ position, ...event }) => ({ event, position }));
    expect(compareSettlement(first!, placed, -1n)).toMatchObject([
      { pointer: '/endDate', found: '2026-12-24' },
    ]);
  });

  test('are found by the reference of their payout, by their total, and by whether they are due', async () => {
    const { projection } = await projector();
    const log = aSettledLog();
    for (const page of pagesOf(log, 7)) await projection.apply(page);
    const queries = new SettlementQueries(postgres.pool);
    const listed = async (filter: object): Promise<number[]> =>
      (await queries.list({ stores: [store], ...filter }, { limit: 1_000 })).settlements
        .map(({ number }) => number)
        .toSorted((a, b) => a - b);
    const all = await settlements();
    const numbers = (isWanted: (settlement: SettlementView) => boolean): number[] =>
      all.filter(isWanted).map(({ number }) => number);
    const paid = all.find(({ payoutReference }) => payoutReference !== undefined)!;
    const { payoutReference, totals } = paid;
    expect(await listed({ payoutReference })).toEqual([paid.number]);
    expect(await listed({ total: totals!.total })).toEqual(
      numbers((one) => one.totals!.total === totals!.total),
    );
    const { total } = totals!;
    const inKronor = await listed({ total, totalCurrencies: ['EUR', 'SEK'] });
    expect(inKronor).toEqual(await listed({ total }));
    expect(await listed({ total, totalCurrencies: ['JPY'] })).toEqual([]);
    expect(await listed({ payout: 'paid' })).toEqual(
      numbers(({ paidOutAt }) => paidOutAt !== undefined),
    );
    expect(await listed({ payout: 'due' })).toEqual(
      numbers((one) => one.paidOutAt === undefined && one.totals!.total > 0),
    );
    const taken = all.find(({ payoutReversedAt }) => payoutReversedAt !== undefined)!;
    expect(taken).toMatchObject({ payoutReversalReason: 'account closed' });
  });

  test('of a store show where it stands', async () => {
    const { projection } = await projector();
    const log = fc
      .sample(aHistory, { numRuns: 20, seed: 11 })
      .map((history) => new SettledLog(history, (index) => index % 4 === 3 && index < 20))
      .find(({ lines }) => lines.length > 1 && lines.at(-1)!.length > 0)!;
    for (const page of pagesOf(log, 7)) await projection.apply(page);
    const queries = new SettlementQueries(postgres.pool);
    const open = log.lines.at(-1)!;
    const cuts = log.settlements.filter(({ type }) => type === 'SettlementClosed');
    const expected = {
      storeId: store,
      currency: 'SEK',
      cuts: cuts.length,
      lastPosition: cuts.at(-1)?.position,
      firstUnsettledAt: open[0]?.settledAt,
    };
    expect(await queries.unsettled()).toMatchObject([expected]);
    expect(await queries.head(store, 'SEK')).toMatchObject(expected);
    expect(await queries.head(store, 'EUR')).toEqual({
      storeId: store,
      currency: 'EUR',
      cuts: 0,
      lastPosition: -1n,
    });
  });
});

const waitingSql = `SELECT FROM pg_stat_activity
  WHERE wait_event_type = 'Lock' AND datname = current_database()`;

test('the search for the newest settlement locks the tables in the same order as a rebuild', async () => {
  const rebuild = await postgres.pool.connect();
  try {
    for (const earlier of ['captures', 'settlement_lines']) {
      await rebuild.query(`BEGIN; LOCK TABLE ${earlier} IN ACCESS EXCLUSIVE MODE`);
      const search = new SettlementQueries(postgres.pool).head(store, 'SEK');
      await until(async () => (await postgres.pool.query(waitingSql)).rowCount === 1);
      // The search waits for the earlier table, so it must not hold `settlements`.
      await rebuild.query('LOCK TABLE settlements IN ACCESS EXCLUSIVE MODE NOWAIT; COMMIT');
      expect(await search).toMatchObject({ cuts: 0, lastPosition: -1n });
    }
  } finally {
    rebuild.release(true);
  }
});
