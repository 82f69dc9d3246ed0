import { describe, test } from '@jest/globals';
import { capture, given, item, major, minor, register, shoes } from '../../testing/index.js';

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
