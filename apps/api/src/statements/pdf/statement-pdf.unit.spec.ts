import { describe, expect, test } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import { statementOf } from '#ledger';
import type { StatementLine } from '../statement-lines.js';
import { pdfText, unicodeIn } from '../testing/pdf-text.js';
import { statementPdf } from './statement-pdf.js';
import type { Statement } from './statement-rows.js';

const line = (index: number, other: Partial<StatementLine> = {}): StatementLine => ({
  position: BigInt(index),
  type: 'Purchase',
  lineId: `capture ${index}`,
  orderId: 'order',
  orderNumber: `n-${index}`,
  paymentMethod: 'invoice',
  captureId: `capture ${index}`,
  amount: 9_500,
  vat: [{ vatRate: 25, gross: 9_500, vat: 1_900 }],
  capturedAt: '2026-03-29T10:00:00.000Z',
  settledAt: '2026-03-29T22:30:00.000Z',
  reference: 'a reference that is much too long for the place it has on the page',
  customerNumber: null,
  firstName: null,
  lastName: null,
  company: null,
  isCompany: false,
  ...other,
});

const statementOfLines = (lines: readonly StatementLine[], name = 'Öst 東'): Statement => {
  return {
    settlement: {
      settlementId: '0b7e0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21',
      storeId: 'demo-se',
      currency: 'SEK',
      number: 7,
      periodStart: '2026-03-28T23:00:00.000Z',
      periodEnd: '2026-03-29T22:00:00.000Z',
      startDate: '2026-03-29',
      endDate: '2026-03-29',
      closedAt: '2026-03-29T22:00:01.000Z',
      reason: 'schedule',
      timeZone: 'Europe/Stockholm',
      afterPosition: -1n,
      position: 1_000n,
      totals: statementOf(lines, -500),
      statedAt: '2026-03-29T22:00:02.000Z',
    },
    store: { name, countryCode: 'SE' },
    lines: (async function* () {
      await Promise.resolve();
      yield* lines;
    })(),
  };
};

const statement = (count: number): Statement =>
  statementOfLines(Array.from({ length: count }, (_, index) => line(index)));

const drawn = async (count: number): Promise<Buffer> =>
  buffer(await statementPdf(statement(count)));

describe('the statement as PDF', () => {
  test('shows totals, VAT and lines as text', async () => {
    const text = pdfText(await drawn(2));
    expect(text).toEqual(
      expect.arrayContaining([
        'Settlement 7',
        'Öst ?',
        '2026-03-29 to 2026-03-29 (Europe/Stockholm)',
      ]),
    );
    const joined = text.join('|');
    expect(joined).toContain(
      'Ingoing balance|-5.00|Captured|190.00|Refunded|0.00|Fees|0.00|Total|185.00',
    );
    expect(joined).toContain('VAT rate|Net|VAT|Gross|25 %|152.00|38.00|190.00');
    expect(joined).toContain('2026-03-30|Purchase|n-1|a reference that is m');
    expect(text).toContain('Page 1 of 1');
  });

  test('numbers its pages and repeats the head of the lines', async () => {
    const text = pdfText(await drawn(120));
    expect(text.filter((piece) => /^Page \d of \d$/.test(piece))).toEqual([
      'Page 1 of 3',
      'Page 2 of 3',
      'Page 3 of 3',
    ]);
    expect(text.filter((piece) => piece === 'Reference')).toHaveLength(3);
    expect(text.filter((piece) => piece === '95.00')).toHaveLength(120);
  });

  test('never cuts off an amount, and an order number as long as a UUID is whole', async () => {
    const orderNumber = '0b7e0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21';
    const most = 999_999_999_999;
    const vat = { vatRate: 25, gross: -most, vat: -200_000_000_000 };
    const lines = [line(1, { type: 'Return', amount: -most, vat: [vat], orderNumber })];
    const text = pdfText(await buffer(await statementPdf(statementOfLines(lines))));
    expect(text.filter((piece) => piece === '-9999999999.99')).toHaveLength(3);
    expect(text.filter((piece) => piece === '-2000000000.00')).toHaveLength(2);
    expect(text).toContain(orderNumber);
  });

  test('goes on in the next row with a long name, and counts its rows', async () => {
    // So many that they fill a page beneath a name of one row.
    const lines = Array.from({ length: 27 }, (_, index) => line(index));
    const name = `${'Merchant of many words '.repeat(5)}${'x'.repeat(120)}`;
    const text = pdfText(await buffer(await statementPdf(statementOfLines(lines, name))));
    const begin = text.indexOf('Merchant') + 1;
    const shown = text.slice(begin, text.indexOf('Store'));
    expect(pdfText(await drawn(27))).toContain('Page 1 of 1');
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.join('').replaceAll(' ', '')).toBe(name.replaceAll(' ', ''));
    expect(text.filter((piece) => /^Page \d of \d$/.test(piece))).toEqual([
      'Page 1 of 2',
      'Page 2 of 2',
    ]);
  });

  test('shows names of all Europe, which can be selected', async () => {
    const name = 'Łódź Żabka Ελλάδα Київ';
    const lines = [line(1, { orderNumber: 'Ň-1' })];
    const draw = async () => buffer(await statementPdf(statementOfLines(lines, name)));
    const pdf = await draw();
    expect(unicodeIn(pdf)).toEqual(new Set(`${name}Ň-1`));
    expect((await draw()).equals(pdf)).toBe(true);
    expect(unicodeIn(await drawn(1))).toEqual(new Set());
  });

  test('has the same bytes each time', async () => {
    const [first, second] = [await drawn(60), await drawn(60)];
    expect(first.equals(second)).toBe(true);
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('that nobody reads any more is not drawn to its end', async () => {
    const stream = await statementPdf(statement(5_000));
    stream.destroy();
    expect(stream.destroyed).toBe(true);
  });
});
