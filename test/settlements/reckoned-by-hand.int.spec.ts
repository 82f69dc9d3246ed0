import { afterEach, expect, test } from '@jest/globals';
import { accessMigrations, StoreDirectory } from '#access';
import { readModelMigrations } from '#read-models';
import { usePostgres } from '../support/postgres.js';
import { MonthSystem } from './month-system.js';
import { ShopOrder } from './shop-order.js';
import { csvOf, rowsOf, settlementsOf, shown } from './shown-settlements.js';

const postgres = usePostgres(accessMigrations, readModelMigrations);
let system: MonthSystem | undefined;
afterEach(async () => system?.stop());

/** Stores in unusual time zones: their clocks change at midnight or by only half an hour. */
const stores = {
  'cl-daily': { timeZone: 'America/Santiago', settlement: 'daily', currency: 'KWD' },
  'au-monthly': { timeZone: 'Australia/Lord_Howe', settlement: 'monthly', currency: 'JPY' },
  'cu-daily': { timeZone: 'America/Havana', settlement: 'daily', currency: 'EUR' },
} as const;

type StoreName = keyof typeof stores;

let orders = 0;
const order = (month: MonthSystem, storeId: StoreName, card = false): ShopOrder => {
  orders += 1;
  return new ShopOrder(month, {
    storeId,
    currency: stores[storeId].currency,
    number: orders,
    card,
  });
};

const start = async (): Promise<MonthSystem> => {
  orders = 0;
  const directory = new StoreDirectory(postgres.pool);
  for (const [storeId, store] of Object.entries(stores))
    await directory.create({ storeId, salesSegment: 'B2C', ...store });
  system = await MonthSystem.start(postgres);
  return system;
};

/**
 * Rebuilds the read models, and checks that the store's settlements and CSV files stay the same.
 */
const expectSame = async (month: MonthSystem, storeId: StoreName): Promise<void> => {
  const exported = async (): Promise<unknown> => {
    const settlements = await settlementsOf(postgres.pool, storeId);
    return {
      settlements,
      files: await Promise.all(settlements.map((each) => csvOf(postgres.pool, each))),
    };
  };
  const before = await exported();
  await month.rebuild();
  expect(await exported()).toEqual(before);
};

test('a daily store in fils, across a midnight that does not exist', async () => {
  const month = await start();
  const first = order(month, 'cl-daily');
  await first.buy('2026-09-06T03:59:59.999Z', [[1_234, 25]]);
  await month.tick('2026-09-06T04:00:00.000Z');
  // The capture has the same time as the cut (the event that closes the settlement), but was
  // written to the log after it, so it belongs to the next settlement. The refund belongs to the
  // next settlement too, although the slow clock of its machine gave it an earlier time.
  const second = order(month, 'cl-daily');
  await second.buy('2026-09-06T04:00:00.000Z', [
    [333, 12, 3],
    [-100, 12],
  ]);
  const fee = [-234, 25] as const;
  await first.refund('2026-09-06T03:59:58.000Z', { goods: [[1_234, 25]], fee, reference: '=R1' });
  await month.tick('2026-09-06T04:00:01.000Z');
  await month.tick('2026-09-07T02:59:59.999Z');
  await month.tick('2026-09-07T03:00:00.000Z');
  await month.tick('2026-09-08T03:00:00.000Z');

  // One order is partly captured by amount, and the rest is cancelled. The capture of another order
  // is declined by the card's bank.
  const part = order(month, 'cl-daily');
  await part.register('2026-09-09T12:00:00.000Z', [[500, 25]]);
  await part.capture('2026-09-09T12:00:00.000Z', { amount: 101, reference: '0042' });
  await part.cancel('2026-09-09T12:01:00.000Z');
  const declined = order(month, 'cl-daily', true);
  await declined.buy('2026-09-09T13:00:00.000Z', [[700, 25]]);
  await declined.outcome('2026-09-09T14:00:00.000Z', 'FailCapture');
  await month.tick('2026-09-10T03:00:00.000Z');

  // The capture replaces the order's rows and cancels the rest. A caller closes the store's
  // settlement at noon, before the next capture.
  const other = order(month, 'cl-daily');
  await other.register('2026-09-10T11:00:00.000Z', [[60_000, 25]]);
  const replacing = { goods: [[50_000, 5.5]], replaces: true, final: true } as const;
  await other.capture('2026-09-10T11:00:00.000Z', replacing);
  const byHand = { storeId: 'cl-daily', ...stores['cl-daily'] };
  await month.cut(byHand, '2026-09-10T12:00:00.000Z');
  await order(month, 'cl-daily').buy('2026-09-10T13:00:00.000Z', [[7, 25.5]]);
  await month.tick('2026-09-11T03:00:00.000Z');

  // This capture happens at the first instant of a day, and there was none on the day before. The
  // settlement of the day before must not include it.
  await order(month, 'cl-daily').buy('2026-09-12T03:00:00.000Z', [[300, 25]]);
  await month.tick('2026-09-12T03:00:00.500Z');
  // No worker runs for three days. When one runs again, it must settle everything up to the
  // beginning of the current day.
  await order(month, 'cl-daily').buy('2026-09-13T10:00:00.000Z', [[300, 25]]);
  await order(month, 'cl-daily').buy('2026-09-15T11:00:00.000Z', [[5, 25]]);
  await month.tick('2026-09-15T12:00:00.000Z');

  const settlements = await settlementsOf(postgres.pool, 'cl-daily');
  const [, negative, zero, requested] = settlements;
  if (!negative || !zero || !requested) throw new Error('Not settled');
  await month.payOut(requested, '=PAY 1', '2026-09-16T09:00:00.000Z');

  expect(settlements.map(shown)).toEqual([
    [
      '2026-09-06T03:59:59.999Z 2026-09-06T04:00:00.000Z',
      '2026-09-05 2026-09-05',
      '0 1234 0 1234',
      '25: 1234 247',
    ],
    [
      '2026-09-06T04:00:00.000Z 2026-09-07T03:00:00.000Z',
      '2026-09-06 2026-09-06',
      '0 899 1000 -101',
      '12: 899 96, 25: -1000 -200',
    ],
    [
      '2026-09-07T03:00:00.000Z 2026-09-10T03:00:00.000Z',
      '2026-09-07 2026-09-09',
      '-101 101 0 0',
      '25: 101 20',
    ],
    [
      '2026-09-10T03:00:00.000Z 2026-09-10T12:00:00.000Z',
      '2026-09-10 2026-09-10',
      '0 50000 0 50000',
      '5.5: 50000 2607',
    ],
    [
      '2026-09-10T12:00:00.000Z 2026-09-11T03:00:00.000Z',
      '2026-09-10 2026-09-10',
      '0 7 0 7',
      '25.5: 7 1',
    ],
    [
      '2026-09-11T03:00:00.000Z 2026-09-15T03:00:00.000Z',
      '2026-09-11 2026-09-14',
      '0 605 0 605',
      '25: 605 121',
    ],
  ]);
  expect(await rowsOf(postgres.pool, negative)).toEqual([
    '0.899,2026-09-06,2026-09-06,2,Purchase,12%=0.096,KWD,2026-09-07,,',
    "-1.000,2026-09-05,2026-09-05,1,Return,25%=-0.200,KWD,2026-09-07,,'=R1",
  ]);
  expect(await rowsOf(postgres.pool, zero)).toEqual([
    '0.101,2026-09-09,2026-09-09,3,Purchase,25%=0.020,KWD,2026-09-10,,0042',
  ]);
  const paidOut = (await settlementsOf(postgres.pool, 'cl-daily'))[3] ?? requested;
  expect(await rowsOf(postgres.pool, paidOut)).toEqual([
    "50.000,2026-09-10,2026-09-10,5,Purchase,5.5%=2.607,KWD,2026-09-10,'=PAY 1,",
  ]);
  await expectSame(month, 'cl-daily');
});

test('a monthly store in yen, whose clocks change by half an hour', async () => {
  const month = await start();
  const september = order(month, 'au-monthly');
  await september.buy('2026-09-30T13:29:59.999Z', [[100, 10]]);
  await month.tick('2026-09-30T13:30:00.000Z');

  const expired = order(month, 'au-monthly');
  await expired.register('2026-10-01T00:00:00.000Z', [[9_999, 10]], '2026-10-10T00:00:00.000Z');
  await expired.expire('2026-10-10T00:00:00.000Z');
  const lowered = order(month, 'au-monthly');
  await lowered.register('2026-10-02T00:00:00.000Z', [[1_000, 10]]);
  await lowered.reauthorize('2026-10-03T00:00:00.000Z', [[450, 8, 2]]);
  await lowered.capture('2026-10-20T00:00:00.000Z', { amount: 900 });
  // A capture counts when it is settled. This one is requested in the middle of the month, and the
  // gateway settles it in the month's last millisecond.
  const card = order(month, 'au-monthly', true);
  await card.buy('2026-10-15T00:00:00.000Z', [[1_000, 10]]);
  await card.outcome('2026-10-31T12:59:59.999Z', 'SettleCapture');
  await month.tick('2026-10-31T12:59:59.999Z');
  // This capture has a time in the next month, but is in the log before the cut, the event that
  // closes the settlement. The log decides, so the capture belongs to this month's settlement.
  await order(month, 'au-monthly').buy('2026-10-31T13:00:00.000Z', [[5, 0]]);
  await month.tick('2026-10-31T13:00:00.500Z');
  // This refund falls into November's settlement. The capture that it gives back is in September's.
  await september.refund('2026-10-31T13:00:01.000Z', { amount: 100 });
  await month.tick('2026-11-30T12:59:59.999Z');
  await month.tick('2026-11-30T13:00:00.000Z');

  const settlements = await settlementsOf(postgres.pool, 'au-monthly');
  expect(settlements.map(shown)).toEqual([
    [
      '2026-09-30T13:29:59.999Z 2026-09-30T13:30:00.000Z',
      '2026-09-30 2026-09-30',
      '0 100 0 100',
      '10: 100 9',
    ],
    [
      '2026-09-30T13:30:00.000Z 2026-10-31T13:00:00.000Z',
      '2026-10-01 2026-10-31',
      '0 1905 0 1905',
      '0: 5 0, 8: 900 67, 10: 1000 91',
    ],
    [
      '2026-10-31T13:00:00.000Z 2026-11-30T13:00:00.000Z',
      '2026-11-01 2026-11-30',
      '0 0 100 -100',
      '10: -100 -9',
    ],
  ]);
  const [, october, november] = settlements;
  if (!october || !november) throw new Error('Not settled');
  expect(await rowsOf(postgres.pool, october)).toEqual([
    '900.00,2026-10-20,2026-10-20,3,Purchase,8%=67.00,JPY,2026-11-01,,',
    '1000.00,2026-10-15,2026-10-31,4,Purchase,10%=91.00,JPY,2026-11-01,,',
    '5.00,2026-11-01,2026-11-01,5,Purchase,0%=0.00,JPY,2026-11-01,,',
  ]);
  expect(await rowsOf(postgres.pool, november)).toEqual([
    '-100.00,2026-09-30,2026-11-01,1,Return,10%=-9.00,JPY,2026-12-01,,',
  ]);
  await expectSame(month, 'au-monthly');
});

test('a daily store on a day that has two midnights', async () => {
  const month = await start();
  await order(month, 'cu-daily').buy('2026-11-01T03:59:59.000Z', [[100, 25]]);
  await month.tick('2026-11-01T04:00:00.000Z');
  // Clocks go back on this day, so the local time 00:30 occurs twice, an hour apart.
  const again = order(month, 'cu-daily');
  await again.buy('2026-11-01T04:30:00.000Z', [[200, 25]]);
  await month.tick('2026-11-01T05:00:00.000Z');
  await order(month, 'cu-daily').buy('2026-11-01T05:30:00.000Z', [[300, 25]]);
  await month.tick('2026-11-02T04:59:59.999Z');
  await month.tick('2026-11-02T05:00:00.000Z');
  // This order is captured and fully refunded within one settlement. The total is 0, so nothing is
  // paid out and nothing is carried over.
  const returned = order(month, 'cu-daily');
  await returned.buy('2026-11-02T10:00:00.000Z', [[1_999, 25]]);
  await returned.refund('2026-11-02T11:00:00.000Z', { goods: [[1_999, 25]] });
  await month.tick('2026-11-03T05:00:00.000Z');

  expect((await settlementsOf(postgres.pool, 'cu-daily')).map(shown)).toEqual([
    [
      '2026-11-01T03:59:59.000Z 2026-11-01T04:00:00.000Z',
      '2026-10-31 2026-10-31',
      '0 100 0 100',
      '25: 100 20',
    ],
    [
      '2026-11-01T04:00:00.000Z 2026-11-02T05:00:00.000Z',
      '2026-11-01 2026-11-01',
      '0 500 0 500',
      '25: 500 100',
    ],
    [
      '2026-11-02T05:00:00.000Z 2026-11-03T05:00:00.000Z',
      '2026-11-02 2026-11-02',
      '0 1999 1999 0',
      '25: 0 0',
    ],
  ]);
  await expectSame(month, 'cu-daily');
});
