import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { without } from '../collections/objects.js';
import { vatIn } from '../money/vat.js';
import { vatPerRate } from '../settlement/vat-per-rate.js';
import {
  capture,
  given,
  historyOf,
  item,
  orderOf,
  refund,
  register,
  shoes,
  type NewRow,
  fail,
} from '../testing/index.js';
import type { OrderCommand } from './order-commands.js';
import { fold } from './evolve.js';
import type { OrderPartCaptured, OrderRefunded, RecordedOrderEvent } from './order-events.js';
import type { Order } from './order.js';
import { type Row, leftOfRow, vatOf } from './row.js';

const rowAt = (vatRate: number, unitPrice: number, quantity = 1): NewRow => ({
  ...{ ...shoes, articleNumber: `${vatRate}-${unitPrice}` },
  ...{ vatRate, unitPrice, quantity },
});

const standing = ({ captures }: Order) =>
  [...captures.values()].filter(({ status }) => status !== 'failed');
const refunds = ({ refunds: known }: Order) => [...(known?.made.values() ?? [])];

/** Two lists: the VAT of each capture, and the VAT of each refund. */
const vats = (order: Order): number[][] =>
  [standing(order), refunds(order)].map((changes) =>
    changes.map(({ rows }) => rows.reduce((sum, row) => sum + vatOf(row), 0)),
  );

const totals = (order: Order) => vats(order).map((all) => all.reduce((sum, vat) => sum + vat, 0));

const times = <Made>(count: number, make: () => Made): Made[] =>
  Array.from({ length: count }, make);

describe('The VAT of parts of a row', () => {
  const three = rowAt(25, 3_333, 3);
  const one = (row: NewRow) => item(row, { quantity: 1 });

  test('captured one by one comes to that of the row', () => {
    const order = orderOf([
      register({ rows: [three] }),
      ...times(3, () => capture(3_333, { items: [one(three)] })),
    ]);
    expect(vats(order)).toEqual([[667, 666, 667], []]);
    expect(order.balance.rows).toEqual([
      { ...three, rowId: 'r1', quantity: 3, remainingQuantity: 0 },
    ]);
  });

  test('captured at once and refunded one by one comes to nothing', () => {
    const order = orderOf([
      register({ rows: [three] }),
      capture(9_999),
      ...times(3, () => refund(3_333, { items: [one(three)] })),
    ]);
    expect(vats(order)).toEqual([[2_000], [667, 666, 667]]);
  });

  test('of a thousand for 0.01 each is 2.00, captured one by one and refunded one by one', () => {
    const cents = rowAt(25, 1, 1_000);
    const order = orderOf([
      register({ rows: [cents] }),
      ...times(1_000, () => capture(1, { items: [one(cents)] })),
      ...times(1_000, () => refund(1, { items: [one(cents)] })),
    ]);
    expect(totals(order)).toEqual([200, 200]);
    expect(Math.max(...vats(order).flat())).toBe(1);
  });

  test('is given back with a capture that failed, and said of the next', () => {
    const [first, ...others] = times(4, () => capture(3_333, { items: [one(three)] }));
    const order = orderOf([
      register({ rows: [three], paymentMethod: 'card' }),
      ...[first!, others[0]!, fail(first!.actionId), others[1]!, others[2]!],
    ]);
    expect(order.balance).toMatchObject({ remaining: 0, requested: 9_999 });
    expect(totals(order)).toEqual([2_000, 0]);
  });

  test('comes to that of the row and to nothing, whatever the partition and that of its refunds', () => {
    const partition = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 });
    const price = fc.oneof(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 9_999_999 }),
    );
    const rate = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);
    fc.assert(
      fc.property(
        fc.tuple(price, rate),
        partition,
        partition,
        ([unitPrice, vatRate], parts, back) => {
          const quantity = parts.reduce((sum, part) => sum + part, 0);
          const row = rowAt(vatRate, unitPrice, quantity);
          const some = (of: number) => item(row, { quantity: of });
          const order = orderOf([
            register({ rows: [row] }),
            ...parts.map((part) => capture(unitPrice * part, { items: [some(part)] })),
            ...partsOf(quantity, back).map((part) =>
              refund(unitPrice * part, { items: [some(part)] }),
            ),
          ]);
          const whole = vatIn(row, quantity);
          expect(totals(order)).toEqual([whole, whole]);
        },
      ),
    );
  });
});

/**
 * Divides the whole into parts of the wanted sizes until nothing is left. If something is left
 * after the last wanted part, it becomes one more part.
 */
const partsOf = (whole: number, wanted: readonly number[]): number[] => {
  const parts: number[] = [];
  let left = whole;
  for (const want of wanted) {
    const part = Math.min(left, want);
    if (part > 0) parts.push(part);
    left -= part;
  }
  return left > 0 ? [...parts, left] : parts;
};

describe('The VAT of changes by amount', () => {
  test('of a whole refund is that of the capture', () => {
    const order = orderOf([
      register({ rows: [rowAt(25, 10_000)] }),
      capture(10_000),
      refund(10_000),
    ]);
    expect(vats(order)).toEqual([[2_000], [2_000]]);
    expect(refunds(order)[0]?.rows).toMatchObject([
      { rowId: 'r1', vatRate: 25, unitPrice: 10_000 },
    ]);
  });

  test('of captures by amount is that of the order', () => {
    const order = orderOf([
      register({ rows: [rowAt(25, 15_000)] }),
      capture(6_000),
      capture(9_000),
    ]);
    expect(vats(order)).toEqual([[1_200, 1_800], []]);
  });

  test('is divided over the rates in proportion, ties to the first', () => {
    const rows = [rowAt(25, 10_000), rowAt(12, 5_000), rowAt(25, 5_000)];
    given([register({ rows })])
      .when(capture(3_334, { description: 'Deposit' }))
      .then([
        {
          type: 'OrderPartCaptured',
          data: {
            amount: 3_334,
            rows: [
              { rowId: 'r6', description: 'Deposit', unitPrice: 2_501, vatRate: 25 },
              { rowId: 'r7', description: 'Deposit', unitPrice: 833, vatRate: 12 },
            ],
            remainders: [
              { rowId: 'r4', unitPrice: 12_499, vatRate: 25, takenBefore: 2_501 },
              { rowId: 'r5', unitPrice: 4_167, vatRate: 12, takenBefore: 833 },
            ],
          },
        },
      ]);
  });

  test('of a rate below zero is a row below zero', () => {
    given([register({ rows: [rowAt(25, 10_000), rowAt(0, -2_000)] })])
      .when(capture(4_000))
      .then([
        {
          type: 'OrderPartCaptured',
          data: {
            rows: [
              { unitPrice: 5_000, vatRate: 25 },
              { unitPrice: -1_000, vatRate: 0 },
            ],
            remainders: [
              { unitPrice: 5_000, vatRate: 25 },
              { unitPrice: -1_000, vatRate: 0 },
            ],
          },
        },
      ]);
  });

  test('leaves out a rate that is given nothing', () => {
    given([register({ rows: [rowAt(25, 10_000), rowAt(12, 1)] })])
      .when(capture(100))
      .then([{ type: 'OrderPartCaptured', data: { rows: [{ unitPrice: 100, vatRate: 25 }] } }]);
  });

  test('of rows that cancel each other out but for their rounding is kept to the end', () => {
    const rows = [rowAt(12, 10_000), rowAt(25, 3), ...times(3, () => rowAt(25, -1))];
    const order = orderOf([register({ rows }), capture(4_000), capture(6_000)]);
    expect(totals(order)).toEqual([1_071 + 1, 0]);
    expect(standing(order)[1]?.rows).toMatchObject([
      { vatRate: 12, unitPrice: 6_000 },
      { vatRate: 25, unitPrice: 0, vat: 1 },
    ]);
  });

  test('of many small rows is not gathered in the last part', () => {
    const rows = times(1_000, () => rowAt(25, 1));
    const order = orderOf([register({ rows }), ...times(4, () => capture(250))]);
    expect(vats(order)).toEqual([[0, 0, 0, 0], []]);
    const whole = orderOf([
      register({ rows: [rowAt(25, 1_000)] }),
      ...times(1_000, () => capture(1)),
    ]);
    expect(totals(whole)).toEqual([200, 0]);
    expect(Math.max(...vats(whole).flat())).toBe(1);
  });

  test('of a refund by amount is divided over what can still be refunded', () => {
    const rows = [rowAt(25, 10_000), rowAt(12, 5_600)];
    const captured = [register({ rows }), capture(15_600)];
    const returned = refund(10_000, { items: [item(rows[0]!)] });
    const order = orderOf([...captured, returned, refund(2_800), refund(2_800)]);
    expect(vats(order)[1]).toEqual([2_000, 300, 300]);
    given([...captured, returned])
      .when(refund(5_600))
      .then([{ type: 'OrderRefunded', data: { rows: [{ rowId: 'r2', unitPrice: 5_600 }] } }]);
  });

  test('of more rows than an event names is given back by rate', () => {
    const cents = rowAt(25, 3, 1_001);
    const order = orderOf([
      register({ rows: [cents] }),
      ...times(1_001, () => capture(3, { items: [item(cents, { quantity: 1 })] })),
      refund(3_003),
    ]);
    expect(refunds(order)[0]?.rows).toMatchObject([{ unitPrice: 3_003, vatRate: 25 }]);
    expect(totals(order)).toEqual([601, 601]);
    expect(order.balance.status).toBe('Returned');
  });

  test('of what a fee kept is given back with the rest', () => {
    const fee = item(rowAt(0, -1_000), { type: 'fee' });
    const shoe = rowAt(25, 10_000);
    const order = orderOf([
      register({ rows: [shoe] }),
      ...[capture(10_000), refund(9_000, { items: [item(shoe), fee] }), refund(1_000)],
    ]);
    expect(refunds(order)[1]?.rows).toMatchObject([{ unitPrice: 1_000, vatRate: 0 }]);
    expect(totals(order)).toEqual([2_000, 2_000]);
    expect(order.balance.status).toBe('Returned');
  });

  test('and one by rows after it leave no VAT on nothing', () => {
    const cents = rowAt(25, 2, 2);
    const captured = [register({ rows: [cents] }), capture(4), refund(2)];
    given(captured)
      .when(refund(2, { items: [item(cents, { quantity: 1 })] }))
      .then([
        {
          type: 'OrderRefunded',
          data: {
            rows: [
              { rowId: 'r1', unitPrice: 2 },
              { type: 'rounding', unitPrice: 0, quantity: 1, vatRate: 25, vat: 1 },
            ],
          },
        },
      ]);
    const order = orderOf([...captured, refund(2, { items: [item(cents, { quantity: 1 })] })]);
    expect(totals(order)).toEqual([1, 1]);
    expect(order.balance.status).toBe('Returned');
  });

  test('and goodwill come to that of the whole, in whatever order', () => {
    const price = fc.integer({ min: 1, max: 60 });
    const back = fc.array(
      fc.tuple(fc.constantFrom('amount', 'row', 'goodwill'), fc.integer({ min: 1, max: 90 })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 9 }), back, (unitPrice, quantity, refunded) => {
        const row = rowAt(25, unitPrice, quantity);
        const commands: OrderCommand[] = [register({ rows: [row] }), capture(unitPrice * quantity)];
        let left = unitPrice * quantity;
        let pieces = quantity;
        const goodwill = (of: number) => item(rowAt(25, of), { type: 'adjustment' });
        for (const [kind, wanted] of refunded) {
          const isRow = kind === 'row' && pieces > 0;
          const amount = isRow ? unitPrice : Math.min(left, wanted);
          if (amount === 0 || amount > left) continue;
          if (isRow) pieces -= 1;
          left -= amount;
          const items = { row: [item(row, { quantity: 1 })], goodwill: [goodwill(amount)] };
          const isByAmount = kind === 'amount' || (kind === 'row' && !isRow);
          commands.push(isByAmount ? refund(amount) : refund(amount, { items: items[kind] }));
        }
        if (left > 0) commands.push(refund(left, { items: [goodwill(left)] }));
        const order = orderOf(commands);
        const whole = vatIn(row, quantity);
        expect(totals(order)).toEqual([whole, whole]);
      }),
    );
  });

  const rate = fc.constantFrom(0, 6, 12, 25, 33.33);
  const anyRow = fc
    .tuple(rate, fc.integer({ min: -50, max: 20_000 }), fc.integer({ min: 1, max: 3 }))
    .map((row) => rowAt(...row));
  const anyRows = fc
    .array(anyRow, { minLength: 1, maxLength: 6 })
    .map((rows) => [...rows, rowAt(25, 1_000)]);
  const amounts = fc.array(fc.integer({ min: 1, max: 10_000 }), { maxLength: 6 });

  test('that capture all of an order, and refund all of it, is that of the whole order by rate', () => {
    fc.assert(
      fc.property(anyRows, amounts, amounts, (rows, captures, refunded) => {
        const total = rows.reduce((sum, row) => sum + row.unitPrice * row.quantity, 0);
        fc.pre(total > 0);
        const commands: OrderCommand[] = [
          register({ rows }),
          ...partsOf(total, captures).map((part) => capture(part)),
          ...partsOf(total, refunded).map((part) => refund(part)),
        ];
        const order = orderOf(commands);
        const ofOrder = shares(rows);
        expect(shares(standing(order).flatMap((one) => one.rows))).toEqual(ofOrder);
        expect(shares(refunds(order).flatMap((one) => one.rows))).toEqual(ofOrder);
        for (const { amount, rows: taken } of [...standing(order), ...refunds(order)])
          expect(taken.reduce((sum, row) => sum + row.unitPrice * row.quantity, 0)).toBe(amount);
      }),
    );
  });
});

describe('A history from before parts of a row said their VAT', () => {
  /**
   * The history as an older version wrote it. Its events store no VAT, because that version
   * computed the VAT of each part from the part's price.
   */
  const before = (commands: readonly OrderCommand[]): RecordedOrderEvent[] =>
    historyOf(commands).map((event) => {
      if (event.type !== 'OrderPartCaptured' && event.type !== 'OrderRefunded') return event;
      const rows = event.data.rows.map((row) => without(row, 'vat'));
      return { ...event, data: { ...event.data, rows } } as RecordedOrderEvent;
    });
  const three = rowAt(25, 3_333, 3);
  const one = () => capture(3_333, { items: [item(three, { quantity: 1 })] });

  test('is carried on from what was said, so that the whole comes out right', () => {
    const order = fold(before([register({ rows: [three] }), one(), one()]))!;
    expect(vats(order)).toEqual([[667, 667], []]);
    expect(leftOfRow(order.balance.rows[0]!).vat).toBe(2_000 - 2 * 667);
    given(order)
      .when(one())
      .then([{ type: 'OrderPartCaptured', data: { rows: [{ vat: 666 }] } }]);
  });

  test('of refunds alike', () => {
    const back = () => refund(3_333, { items: [item(three, { quantity: 1 })] });
    const order = fold(before([register({ rows: [three] }), capture(9_999), back(), back()]))!;
    given(order)
      .when(back())
      .then([{ type: 'OrderRefunded', data: { rows: [{ vat: 666 }] } }]);
    given(order)
      .when(refund(3_333))
      .then([{ type: 'OrderRefunded', data: { rows: [{ rowId: 'r1', vat: 666 }] } }]);
  });

  test('by amount has rows without VAT, which a refund of the rest makes up for', () => {
    const [registered, authorized, part] = historyOf([
      register({ rows: [rowAt(25, 10_000)] }),
      capture(4_000),
    ]);
    const { remainders, ...data } = (part as OrderPartCaptured).data;
    const old = (row: Row): Row => ({ ...row, vatRate: 0 });
    const remainder = old({ ...remainders![0]! });
    const partBefore = { ...part!, data: { ...data, rows: data.rows.map(old), remainder } };
    const order = fold([registered!, authorized!, partBefore as RecordedOrderEvent])!;
    expect(order.balance).toMatchObject({ captured: 4_000, remaining: 6_000 });
    const all = given(order).when(capture(6_000));
    all.then([{ type: 'OrderCaptured', data: { rows: [{ unitPrice: 6_000, vatRate: 0 }] } }]);
    given(order)
      .when(capture(1_000))
      .then([{ type: 'OrderPartCaptured', data: { remainders: [{ unitPrice: 5_000 }] } }]);
  });

  test('with a refund by amount without VAT ends without VAT', () => {
    const [made, paid, captured, back] = historyOf([
      register({ rows: [rowAt(25, 10_000)] }),
      ...[capture(10_000), refund(4_000)],
    ]);
    const { data } = back as OrderRefunded;
    const rows = data.rows.map((row) => ({ ...row, vatRate: 0 }));
    const order = fold([made!, paid!, captured!, { ...back!, data: { ...data, rows } } as never])!;
    given(order)
      .when(refund(6_000))
      .then([
        {
          type: 'OrderRefunded',
          data: {
            rows: [
              { rowId: 'r1', unitPrice: 10_000, vatRate: 25 },
              { unitPrice: -4_000, vatRate: 0 },
            ],
          },
        },
      ]);
  });
});

/** The sums of each VAT rate, without rates whose sums are zero. */
const shares = (rows: Parameters<typeof vatPerRate>[0]) =>
  vatPerRate(rows).filter(({ gross, vat }) => gross !== 0 || vat !== 0);
