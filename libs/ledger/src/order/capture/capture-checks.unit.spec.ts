import { describe, expect, test } from '@jest/globals';
import {
  capture,
  expire,
  expiresAt,
  given,
  item,
  major,
  minor,
  orderOf,
  register,
  shoes,
  tShirts,
} from '../../testing/index.js';
import { decide } from '../decide.js';
import type { OrderStatus } from '../order.js';

const orderIn = (status: OrderStatus) => {
  const order = orderOf([register()]);
  return { ...order, balance: { ...order.balance, status } };
};

const all = capture(28_500);

describe('CAPTURE_INVALID_INVOICE_STATUS', () => {
  test.each<OrderStatus>(['Closed', 'Expired', 'Returned'])(
    'refuses an order that is %s',
    (status) => {
      given(orderIn(status)).when(all).thenRejected('CAPTURE_INVALID_INVOICE_STATUS');
    },
  );

  test('refuses an order that was expired', () => {
    given([register(), expire({ at: expiresAt })])
      .when(all)
      .thenRejected('CAPTURE_INVALID_INVOICE_STATUS');
  });

  test('refuses an order from its expiry date on, though nothing said so yet', () => {
    const late = capture(28_500, {}, { at: expiresAt });
    given([register()]).when(late).thenRejected('CAPTURE_INVALID_INVOICE_STATUS');
    given([register(), capture(100)])
      .when(late)
      .thenRejected('CAPTURE_INVALID_INVOICE_STATUS');
  });

  test('allows the last moment before', () => {
    given([register()])
      .when(capture(28_500, {}, { at: '2027-02-18T09:58:59.999Z' }))
      .thenOrder({ status: 'Activated' });
  });
});

describe('CAPTURE_ORDER_ALREADY_CAPTURED', () => {
  test('refuses an order of which nothing is left', () => {
    given([register(), all]).when(all).thenRejected('CAPTURE_ORDER_ALREADY_CAPTURED');
    given([register(), all])
      .when(capture(9_500, { items: [item(shoes)] }))
      .thenRejected('CAPTURE_ORDER_ALREADY_CAPTURED');
  });

  test('stays the answer after the expiry date: nothing was left to expire', () => {
    given([register(), all])
      .when(capture(28_500, {}, { at: expiresAt }))
      .thenRejected('CAPTURE_ORDER_ALREADY_CAPTURED');
  });
});

test('CAPTURE_ORDER_NOT_AUTHORIZED refuses an order that is not paid yet', () => {
  given([register({ authorization: { status: 'pending' } })])
    .when(all)
    .thenRejected('CAPTURE_ORDER_NOT_AUTHORIZED');
});

describe('CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT', () => {
  test.each([
    ['above', 9_501],
    ['below', 9_499],
    ['zero beside', 0],
  ])('refuses an amount %s the sum of the items', (_where, amount) => {
    given([register()])
      .when(capture(amount, { items: [item(shoes)] }))
      .thenRejected('CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT');
  });

  test('asks the same of items that replace', () => {
    given([register()])
      .when(capture(9_501, { items: [item(shoes)], replaceItems: true }))
      .thenRejected('CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT');
  });

  test('refuses lines beyond 12 digits, though they cancel out', () => {
    const million = { quantity: 1_000_000 };
    const items = [
      item(shoes, { unitPrice: major('9e9'), ...million }),
      item(shoes, { unitPrice: major('-9e9'), ...million }),
      item(shoes),
    ];
    given([register()])
      .when(capture(9_500, { items, replaceItems: true }))
      .thenRejected('CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT');
  });

  test.each([
    ['a sum that no double holds', [item(shoes, { quantity: Number.MAX_SAFE_INTEGER })]],
    ['prices beyond every limit', [item(shoes, { unitPrice: major('1e308') })]],
    [
      'infinities that cancel out',
      [item(shoes, { unitPrice: major('1e308') }), item(shoes, { unitPrice: major('-1e308') })],
    ],
  ])('refuses %s', (_what, items) => {
    given([register()])
      .when(capture(9_500, { items }))
      .thenRejected('CAPTURE_ITEMS_AMOUNT_NOT_EQUAL_TO_TOTAL_AMOUNT');
  });
});

describe('CAPTURE_AMOUNT_TOO_LARGE', () => {
  test.each(['285.01', '10000000000', '1e308', '1e999999999999'])('refuses %s', (text) => {
    given([register()])
      .when(capture(major(text)))
      .thenRejected('CAPTURE_AMOUNT_TOO_LARGE');
  });

  test('refuses items that come to more than the order', () => {
    given([register()])
      .when(capture(38_000, { items: [item(tShirts, { quantity: 4 })] }))
      .thenRejected('CAPTURE_AMOUNT_TOO_LARGE');
  });

  test('refuses a row without its discount if that is more than the order', () => {
    given([register({ rows: [shoes, { ...shoes, unitPrice: -500 }] })])
      .when(capture(9_500, { items: [item(shoes)] }))
      .thenRejected('CAPTURE_AMOUNT_TOO_LARGE');
  });

  test('measures by the order’s total, whatever was captured', () => {
    given([register(), capture(10_000)])
      .when(capture(28_501))
      .thenRejected('CAPTURE_AMOUNT_TOO_LARGE');
  });
});

test('CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT refuses more than is left', () => {
  given([register(), capture(10_000)])
    .when(capture(18_501))
    .thenRejected('CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT');
  given([register(), capture(10_000)])
    .when(capture(28_500))
    .thenRejected('CAPTURE_AMOUNT_GREATER_THAN_INVOICE_AMOUNT');
});

describe('CAPTURE_ITEMS_REQUIRED', () => {
  const business = register({ salesSegment: 'B2B' });

  test('refuses a part of a B2B order without items', () => {
    given([business]).when(capture(10_000)).thenRejected('CAPTURE_ITEMS_REQUIRED');
    given([business]).when(capture(0)).thenRejected('CAPTURE_ITEMS_REQUIRED');
  });
});

describe('CAPTURE_NOTHING_TO_CAPTURE', () => {
  test('refuses 0 without items while an amount is left', () => {
    given([register()]).when(capture(0)).thenRejected('CAPTURE_NOTHING_TO_CAPTURE');
  });

  test('allows 0 where that is all that is left', () => {
    given([register({ rows: [{ ...shoes, unitPrice: 0 }] })])
      .when(capture(0))
      .then([{ type: 'OrderCaptured' }]);
  });
});

describe('A refusal names the figure', () => {
  const half = orderOf([register(), capture(10_000)]);
  test.each([
    [half, capture(18_501), 'The amount is above what is left, 185.00 SEK.'],
    [half, capture(0), 'An amount of 0 without items captures nothing; 185.00 SEK is left.'],
    [
      half,
      capture(100, { items: [item(shoes)] }),
      'The items add up to 95.00 SEK, the amount is 1.00 SEK.',
    ],
    [half, capture(28_501), "The amount is above the sum of the order's items, 285.00 SEK."],
  ])('%#', (order, command, detailInMajorUnits) => {
    expect(decide(order, command)).toMatchObject({ detailInMajorUnits });
  });
});

const described = (description: string) => capture(28_500, { description });

describe('CAPTURE_DESCRIPTION_TOO_LONG', () => {
  test.each([
    ['51 letters', 'a'.repeat(51)],
    ['51 code points of two units each', '🧦'.repeat(51)],
    ['51 blanks', ' '.repeat(51)],
    ['a megabyte', 'a'.repeat(1_000_000)],
  ])('refuses %s', (_what, description) => {
    given([register()]).when(described(description)).thenRejected('CAPTURE_DESCRIPTION_TOO_LONG');
  });

  test.each([
    ['50 letters', 'a'.repeat(50)],
    ['50 code points of two units each', '🧦'.repeat(50)],
  ])('allows %s', (_what, description) => {
    given([register()])
      .when(described(description))
      .then([{ data: { description } }]);
  });
});

describe('CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE', () => {
  test.each([major('-1'), major('-0.001'), major('-1e308'), minor(-1)])('refuses %j', (amount) => {
    given([register()]).when(capture(amount)).thenRejected('CAPTURE_AMOUNT_MUST_NOT_BE_NEGATIVE');
  });

  test('allows a zero with a sign', () => {
    given([register({ rows: [{ ...shoes, unitPrice: 0 }] })])
      .when(capture(major('-0.00')))
      .then([{ data: { amount: 0 } }]);
  });
});

describe('CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS', () => {
  test.each(['285.001', '1e-400', '0.30000000000000004'])('refuses %s', (text) => {
    given([register()])
      .when(capture(major(text)))
      .thenRejected('CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS');
  });

  test.each(['285', '285.0', '285.000', '2850e-1', '0.285e3'])('allows %s', (text) => {
    given([register()])
      .when(capture(major(text)))
      .then([{ data: { amount: 28_500 } }]);
  });

  test('refuses decimals, but not zeros, where the currency has none', () => {
    const yen = register({ currency: 'JPY' });
    given([yen])
      .when(capture(major('100.5')))
      .thenRejected('CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS');
    given([yen])
      .when(capture(major('100.00')))
      .then([{ data: { amount: 100 } }]);
  });

  test('allows two where the currency has three', () => {
    const dinars = register({ currency: 'KWD' });
    given([dinars])
      .when(capture(major('1.234')))
      .thenRejected('CAPTURE_AMOUNT_HAS_TOO_MANY_DECIMALS');
    given([dinars])
      .when(capture(major('1.23')))
      .then([{ data: { amount: 1_230 } }]);
    given([dinars])
      .when(capture(minor(1_234)))
      .then([{ data: { amount: 1_234 } }]);
  });
});

describe('CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS', () => {
  test('refuses any item’s price', () => {
    const items = [item(shoes), item(shoes, { unitPrice: major('95.001') })];
    given([register()])
      .when(capture(19_000, { items }))
      .thenRejected('CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS');
  });

  test('refuses decimals where the currency has none', () => {
    given([register({ currency: 'JPY' })])
      .when(capture(9_500, { items: [item(shoes, { unitPrice: major('9500.5') })] }))
      .thenRejected('CAPTURE_ITEMS_UNITPRICE_HAS_TOO_MANY_DECIMALS');
  });

  test('allows prices in major units', () => {
    given([register()])
      .when(capture(9_500, { items: [item(shoes, { unitPrice: major('95.000') })] }))
      .then([{ data: { rows: [{ rowId: 'r1' }] } }]);
  });
});

describe('CAPTURE_CURRENCY_MISMATCH', () => {
  test('refuses a currency that is not the order’s', () => {
    given([register()])
      .when(capture(28_500, { currency: 'EUR' }))
      .thenRejected('CAPTURE_CURRENCY_MISMATCH');
  });

  test('allows the order’s own', () => {
    given([register()])
      .when(capture(28_500, { currency: 'SEK' }))
      .then([{ data: { currency: 'SEK' } }]);
  });
});
