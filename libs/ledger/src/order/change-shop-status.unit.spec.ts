import { describe, expect, test } from '@jest/globals';
import {
  cancel,
  capture,
  given,
  now,
  register,
  fail,
  item,
  settle,
  shoes,
  shopStatus,
} from '../testing/index.js';
import { demoIntent } from '../testing/card-commands.js';
import { orderOf } from '../testing/history.js';
import { isCancelled } from './change-shop-status.js';
import { givenUpAfter } from './given-up.js';
import { rowsMax } from './row.js';
import type { Row } from './row.js';

const completed = shopStatus('completed');
const card = register({
  paymentMethod: 'card',
  authorization: { status: 'authorized', paymentIntent: demoIntent },
});
const oneShoe = capture(9_500, { items: [item(shoes)] });

describe('ChangeShopStatus', () => {
  test('records what the shop says, and changes no money', () => {
    given([register()])
      .when(completed)
      .then([{ type: 'ShopStatusChanged', data: { status: 'completed', changedAt: now } }]);
    given([register()])
      .when(completed)
      .thenOrder({
        status: 'NotActivated',
        remaining: 28_500,
        shop: { status: 'completed', changedAt: now },
      });
  });

  test('says the same again without an event', () => {
    given([register(), completed]).when(completed).thenReplayed({ isByState: true, revision: 2 });
  });

  test('archives a completed order only, and completes an archived one', () => {
    given([register()]).when(shopStatus('archived')).thenRejected('SHOP_STATUS_NOT_ALLOWED');
    given([register(), completed])
      .when(shopStatus('archived'))
      .thenOrder({ shop: { status: 'archived' } });
    const archived = [register(), completed, shopStatus('archived')];
    given(archived).when(shopStatus('archived')).thenRejected('SHOP_STATUS_NOT_ALLOWED');
    given(archived)
      .when(completed)
      .thenOrder({ shop: { status: 'completed' } });
  });

  test('is refused of a cancelled order, also of one captured in part', () => {
    given([register(), cancel()]).when(completed).thenRejected('SHOP_STATUS_NOT_ALLOWED');
    given([register(), oneShoe, cancel()]).when(completed).thenRejected('SHOP_STATUS_NOT_ALLOWED');
  });

  test('is possible after a final capture, which cancels nothing for the shop', () => {
    given([register(), capture(9_500, { items: [item(shoes)], final: true })])
      .when(completed)
      .thenOrder({ shop: { status: 'completed' } });
  });
});

describe('the rows that were given up', () => {
  test('and what was captured and is left come to the total', () => {
    given([register(), oneShoe])
      .when(cancel())
      .thenOrder({
        givenUp: { cancelledAt: now, rows: [{ rowId: 'r2', quantity: 2, unitPrice: 9_500 }] },
      });
  });

  test('are those of a final capture as well, without the time of a cancellation', () => {
    const { balance } = orderOf([
      register(),
      capture(9_500, { items: [item(shoes)], final: true }),
    ]);
    expect(balance.givenUp?.rows).toMatchObject([{ rowId: 'r2', quantity: 2 }]);
    expect(balance.givenUp).not.toHaveProperty('cancelledAt');
    expect(isCancelled(balance)).toBe(false);
  });

  test('leave an order cancelled until a capture that waited fails', () => {
    const before = orderOf([card, oneShoe, cancel()]);
    expect(isCancelled(before.balance)).toBe(true);
    const [{ captureId } = { captureId: '' }] = [...before.captures.values()];
    const failed = orderOf([card, oneShoe, cancel(), fail(captureId)]);
    expect(isCancelled(failed.balance)).toBe(false);
    expect(isCancelled(orderOf([card, oneShoe, cancel(), settle(captureId)]).balance)).toBe(true);
  });

  test('are added up row by row, and are one for each VAT rate beyond the rows of an order', () => {
    const cancelled = (rows: readonly Row[]) => ({
      type: 'OrderCancelled' as const,
      data: {
        ...{ orderId: 'o', amount: 0, currency: 'SEK', rows, openCaptures: 0, cancelledAt: now },
      },
    });
    const row = { rowId: 'r1', description: 'Pin', unitPrice: 10, quantity: 1, vatRate: 25 };
    const twice = givenUpAfter(givenUpAfter(undefined, cancelled([row])), cancelled([row]));
    expect(twice.rows).toEqual([{ ...row, quantity: 2 }]);
    const many = Array.from({ length: rowsMax }, (_, at) => ({ ...row, rowId: `s${at}` }));
    const { rows } = givenUpAfter(twice, cancelled(many));
    expect(rows).toMatchObject([{ unitPrice: 10 * (rowsMax + 2), quantity: 1, vatRate: 25 }]);
  });
});
