import { afterEach, expect, test } from '@jest/globals';
import { accessMigrations, StoreDirectory } from '#access';
import { correctSettlement, payOutSettlement, stateSettlement, StatementSum } from '#ledger';
import { LineQueries, rangeOf, readModelMigrations, SettlementProblems } from '#read-models';
import { usePostgres } from '../support/postgres.js';
import { MonthSystem } from './month-system.js';
import { ShopOrder } from './shop-order.js';
import { settlementsOf } from './shown-settlements.js';

const postgres = usePostgres(accessMigrations, readModelMigrations);
const currency = 'SEK';
let system: MonthSystem | undefined;
afterEach(async () => system?.stop());

/**
 * Makes a store whose settlements are closed daily. On the first day 40.00 is captured and settled.
 * On the second day 100.00 is captured and the 40.00 is refunded, and the day is not settled yet.
 */
const start = async (): Promise<MonthSystem> => {
  await new StoreDirectory(postgres.pool).create({
    ...{ storeId: 'shop', salesSegment: 'B2C', currency, timeZone: 'UTC', settlement: 'daily' },
  });
  system = await MonthSystem.start(postgres);
  const month = system;
  const early = new ShopOrder(month, { storeId: 'shop', currency, number: 1, card: false });
  await early.buy('2026-03-01T10:00:00.000Z', [[4_000, 25]]);
  await month.tick('2026-03-02T00:00:00.000Z');
  const order = new ShopOrder(month, { storeId: 'shop', currency, number: 2, card: false });
  await order.buy('2026-03-02T10:00:00.000Z', [[10_000, 25]]);
  await early.refund('2026-03-02T11:00:00.000Z', { goods: [[4_000, 25]], reference: 'back' });
  await month.tick('2026-03-02T12:00:00.000Z');
  return month;
};

const second = async () => (await settlementsOf(postgres.pool, 'shop'))[1];
/**
 * Returns the problems reported for the second settlement. A test that moves a capture to another
 * store causes problems in the settlement of that store too, which are left out.
 */
const problems = async () => {
  const settlement = await second();
  const all = await new SettlementProblems(postgres.pool).list();
  return all.filter(({ settlementId }) => settlementId === settlement?.settlementId);
};
const midnight = '2026-03-03T00:00:00.000Z';

test.each([
  {
    what: 'the amount of a capture',
    tamper: `UPDATE captures SET amount = 99910000 WHERE amount = 10000`,
    mend: `UPDATE captures SET amount = 10000 WHERE amount = 99910000`,
    said: /amount is 99910000, by the log 10000; captured is 99910000, by the log 10000/,
  },
  {
    what: 'the rows of a capture',
    tamper: `UPDATE captures SET rows = (replace(rows::text, '"vatRate":25', '"vatRate":6'))::json WHERE amount = 10000`,
    mend: `UPDATE captures SET rows = (replace(rows::text, '"vatRate":6', '"vatRate":25'))::json WHERE amount = 10000`,
    said: /vat is .*"vatRate":6.*, by the log .*"vatRate":25/,
  },
  {
    what: 'the store of a capture',
    tamper: `UPDATE captures SET store_id = 'other' WHERE amount = 10000`,
    mend: `UPDATE captures SET store_id = 'shop' WHERE amount = 10000`,
    said: /is in the log and not in the read model; captured is 0, by the log 10000/,
  },
  {
    what: 'the reference of a refund',
    tamper: `UPDATE settlement_lines SET reference = 'other'`,
    mend: `UPDATE settlement_lines SET reference = 'back'`,
    said: /reference is "other", by the log "back"/,
  },
  {
    what: 'a line that was in the settlement before',
    tamper: `UPDATE captures SET settled_position = (SELECT position + 1 FROM settlements WHERE number = 1)
       WHERE amount = 4000`,
    mend: `UPDATE captures SET settled_position = (SELECT position - 1 FROM settlements WHERE number = 1)
       WHERE amount = 4000`,
    said: /is in the read model and not in the log; captured is 14000, by the log 10000/,
  },
])('$what changed: nothing is stated until it is put right', async ({ tamper, mend, said }) => {
  const month = await start();
  await postgres.pool.query(tamper);
  await month.tick(midnight);
  await month.tick(midnight);

  expect(await second()).not.toHaveProperty('totals');
  expect(await problems()).toEqual([
    {
      settlementId: (await second())?.settlementId,
      detail: expect.stringMatching(
        /^Settlement 2 of shop in SEK .* is not stated: .*ledger rebuild/,
      ),
      since: expect.any(String),
    },
  ]);
  expect((await problems())[0]?.detail).toMatch(said);

  await postgres.pool.query(mend);
  await month.tick(midnight);

  expect((await second())?.totals).toMatchObject({
    ...{ captured: 10_000, refunded: 4_000, total: 6_000, lines: 2 },
    vat: [{ vatRate: 25, gross: 6_000, vat: 1_200 }],
  });
  expect(await problems()).toEqual([]);
});

test('a wrong statement that is in the log is not paid out, and corrected by an event', async () => {
  const month = await start();
  await postgres.pool.query('UPDATE captures SET amount = 99910000 WHERE amount = 10000');
  await month.tick(midnight);
  const settlement = (await second())!;
  const { settlementId } = settlement;
  // Records a statement (the sums of a settlement) with the amounts of the read model, as earlier
  // versions of the ledger did. The read model was tampered with, so the statement is wrong.
  const lines = new StatementSum();
  const range = rangeOf(settlement);
  for await (const line of new LineQueries(postgres.pool).all(range)) lines.add(line);
  const totals = (ingoing: number) => lines.totals(ingoing);
  const vat = [{ vatRate: 25, gross: 99_906_000, vat: 0 }];
  await month.decideOn(settlement, midnight, (account) =>
    stateSettlement(account, {
      ...{ settlementId, at: midnight },
      lines: { totals: (ingoing) => ({ ...totals(ingoing), vat }) },
    }),
  );
  expect((await second())?.totals).toMatchObject({ captured: 99_910_000 });
  expect((await month.verify()).findings).toMatchObject({
    count: 1,
    first: [{ kind: 'settlement', detail: expect.stringContaining('captured is 99910000') }],
  });

  const byLog = await month.byLog(settlement);
  const payment = { settlementId, at: midnight, reference: 'BG 1', byLog };
  const refused = await month.decideOn(settlement, midnight, (account) =>
    payOutSettlement(account, payment),
  );
  expect(refused).toMatchObject({ code: 'SETTLEMENT_STATEMENT_DIFFERS' });

  const correction = { settlementId, at: midnight, byLog, reason: 'tampered', by: 'operator' };
  await month.decideOn(settlement, midnight, (account) => correctSettlement(account, correction));
  expect(await second()).toMatchObject({
    totals: { captured: 10_000, refunded: 4_000, total: 6_000, lines: 2 },
    correction: { stated: { captured: 99_910_000 }, reason: 'tampered', correctedBy: 'operator' },
  });
  expect(await month.verify()).toMatchObject({
    ...{ ok: true, findings: { count: 0 }, correctionsCount: 1 },
    corrections: [{ settlementId, reason: 'tampered', stream: 'settlement-shop-SEK' }],
  });
  await month.payOut(settlement, 'BG 1', midnight);
  expect(await second()).toMatchObject({ payoutReference: 'BG 1' });
});
