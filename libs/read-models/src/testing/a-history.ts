import fc from 'fast-check';
import { actionIdOf } from '#ledger';
import type { RegisterOrderCommand } from '#ledger';
import { capture, expire, item, register, store } from './commands.js';
import { aLaterStep, aNumber, type Step } from './a-later-step.js';
import { RecordedLog } from './recorded-log.js';
import { orderIdOf } from '../../../ledger/src/testing/demo-order.js';

type NewRow = RegisterOrderCommand['data']['rows'][number];

const aRow: fc.Arbitrary<NewRow> = fc.record({
  articleNumber: fc.constantFrom('10001', '10002', 'ÅÄÖ "quoted", {braced}'),
  description: fc.constantFrom('Shoes', 'T-Shirt', 'NULL', `back\\slash 'n' "quote"`, ''),
  unitPrice: fc.integer({ min: -50, max: 10_000 }),
  quantity: fc.integer({ min: 1, max: 4 }),
  vatRate: fc.constantFrom(0, 6, 12.5, 25),
});

const aRegistration: fc.Arbitrary<Step> = fc
  .record({
    orderNumber: aNumber,
    rows: fc.array(aRow, { minLength: 1, maxLength: 5 }),
    paymentMethod: fc.constantFrom('invoice' as const, 'card' as const),
    pending: fc.boolean(),
  })
  .map(
    ({ pending, ...content }) =>
      () =>
        register({ ...content, authorization: { status: pending ? 'pending' : 'authorized' } }),
  );

const anAuthorization: fc.Arbitrary<Step> = fc
  .record({ number: aNumber, outcome: fc.constantFrom('authorized' as const, 'failed' as const) })
  .map(({ number, outcome }) => (_log, commands) => {
    const orderId = orderIdOf(store, number);
    return {
      type: 'AuthorizeOrder',
      orderId,
      at: '2026-03-02T12:00:00.000Z',
      actionId: actionIdOf(orderId, 'authorize', `random ${commands}`),
      data: outcome === 'failed' ? { outcome, reason: 'declined' } : { outcome },
    };
  });

/**
 * A capture in one of four modes: an item of a row, an amount, replacement rows, or everything that
 * is left. Items and amounts are chosen from the present state of the order.
 */
const aCapture: fc.Arbitrary<Step> = fc
  .record({
    number: aNumber,
    mode: fc.constantFrom('row', 'row', 'amount', 'replace', 'all'),
    percent: fc.integer({ min: 5, max: 60 }),
    reference: fc.option(fc.constantFrom('ship-1', 'a,b}"'), { nil: undefined }),
  })
  .map(({ number, mode, percent, reference }) => (log) => {
    const orderId = orderIdOf(store, number);
    const { remaining = 0, rows = [] } = log.orders.get(orderId)?.balance ?? {};
    const content = reference === undefined ? {} : { reference };
    const part = Math.round((remaining * percent) / 100);
    const row = rows.find(({ remainingQuantity }) => remainingQuantity > 0);
    if (mode === 'row' && row !== undefined)
      return capture(orderId, row.unitPrice, { ...content, items: [item(row, 1)] });
    if (mode === 'replace') {
      const items = [item({ description: 'Bundle', unitPrice: part, quantity: 1, vatRate: 25 }, 1)];
      return capture(orderId, part, { ...content, items, replaceItems: true });
    }
    return capture(orderId, mode === 'amount' ? part : remaining, content);
  });

const anExpiry: fc.Arbitrary<Step> = aNumber.map(
  (number) => () => expire(orderIdOf(store, number)),
);

const aStep = fc.oneof(
  { weight: 8, arbitrary: aRegistration },
  { weight: 3, arbitrary: anAuthorization },
  { weight: 40, arbitrary: aCapture },
  { weight: 1, arbitrary: anExpiry },
  { weight: 20, arbitrary: aLaterStep },
);

/**
 * A log made by random commands. A command need not make sense: if it is rejected, it leaves no
 * event.
 */
export const aHistory = fc
  .array(aStep, { minLength: 20, maxLength: 80, size: 'max' })
  .map((steps) => {
    const log = new RecordedLog();
    steps.forEach((step, index) => log.submit(step(log, index)));
    return log;
  });
