import { describe, expect, test } from '@jest/globals';
import { capture, orderOf, register } from '../testing/index.js';
import { decide } from './decide.js';
import { type Decision, permitted } from './decision.js';
import type { Order } from './order.js';

const key = 'k-1';
const decideFor = (order: Order | undefined, stores: readonly string[]): Decision =>
  permitted(order, new Set(stores), (found) => decide(found, capture(285, {}, { key })));

describe('permitted', () => {
  test('decides for a caller of the order’s store', () => {
    const order = orderOf([register()]);
    expect(decideFor(order, ['other', 'demo-se'])).toMatchObject({ kind: 'accepted' });
  });

  test('refuses other callers before it looks at the idempotency key', () => {
    const order = orderOf([register(), capture(28_500, {}, { key })]);
    expect(decideFor(order, ['other'])).toMatchObject({ code: 'ORDER_OF_OTHER_STORE' });
    expect(decideFor(order, [])).toMatchObject({ code: 'ORDER_OF_OTHER_STORE' });
  });

  test('says first that there is no order', () => {
    expect(decideFor(undefined, [])).toMatchObject({ code: 'ORDER_NOT_FOUND' });
  });
});
