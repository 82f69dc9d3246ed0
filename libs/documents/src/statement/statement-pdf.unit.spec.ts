import { describe, expect, test } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import { statementOf } from '#ledger';
import type { SettlementLine } from '#ledger';
import { pdfText, unicodeIn } from '../testing/pdf-text.js';
import { statementPdf, type SettlementStatement } from './statement-pdf.js';

const line = (index: number, other: Partial<SettlementLine> = {}): SettlementLine => ({
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
  ...other,
});

const address = { line1: 'Storgatan 1', postalCode: '111 22', city: 'Stockholm' };

const statementOfLines = (lines: readonly SettlementLine[], name = 'Öst'): SettlementStatement => {
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
      ...{ paidOutAt: '2026-03-30T10:00:00.000Z', paidOn: '2026-03-30', payoutReference: 'BG 1' },
    },
    store: { name, countryCode: 'SE', taxNumber: 'SE556677889901', address },
    lines: (async function* () {
      await Promise.resolve();
      yield* lines;
    })(),
  };
};

const statement = (count: number): SettlementStatement =>
  statementOfLines(Array.from({ length: count }, (_, index) => line(index)));

const drawn = async (count: number): Promise<Buffer> =>
  buffer(await statementPdf(statement(count)));

describe('the statement as PDF', () => {
  test('shows merchant, period, totals, VAT and lines as text', async () => {
    const text = pdfText(await drawn(2));
    expect(text).toEqual(
      expect.arrayContaining([
        'Öst',
        'Storgatan 1, 111 22 Stockholm, SE',
        'Tax number SE556677889901',
        'Settlement 7, 2026-03-29',
        '2026-03-29 to 2026-03-29 (Europe/Stockholm)',
        '2026-03-30, BG 1',
      ]),
    );
    const joined = text.join('|');
    expect(joined).toContain(
      'Ingoing balance|-5.00|Captured|190.00|Refunded|0.00|Fees|0.00|Total|185.00',
    );
    expect(joined).toContain('VAT rate|Net|VAT|Gross|25 %|152.00|38.00|190.00|Total|152.00|38.00');
    expect(joined).toContain('Date|Type|Order|Reference|VAT 25 %|Amount');
    expect(joined).toContain('2026-03-30|Purchase|n-1|a reference that is m');
    expect(joined).toContain('19.00|95.00|Total|38.00|190.00|SHA-256 of the lines');
    expect(text).toContain('Page 1 of 1');
  });

  test('shows a payout that was taken back: its date and reference, when and why', async () => {
    const { settlement, ...rest } = statement(1);
    const ofAPayout = ['paidOutAt', 'paidOn', 'payoutReference'];
    const unpaid = Object.fromEntries(
      Object.entries(settlement).filter(([name]) => !ofAPayout.includes(name)),
    ) as unknown as SettlementStatement['settlement'];
    const reversal = {
      ...{ payoutReversedAt: '2026-03-31T08:00:00.000Z', payoutReversalReason: 'account closed' },
      ...{ reversedPayoutReference: 'BG 1', reversedPaidOn: '2026-03-30' },
    };
    const text = pdfText(
      await buffer(await statementPdf({ ...rest, settlement: { ...unpaid, ...reversal } })),
    ).join('|');
    expect(text).toContain('Paid out|not yet');
    expect(text).toMatch(
      /Returned payout\|2026-03-30, BG 1\|Taken back\|2026-03-31 10:00.*: account closed/,
    );
    expect(pdfText(await drawn(1))).not.toContain('Returned payout');
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

  test('has as many pages as it says, whatever their number of lines', async () => {
    for (let count = 24; count <= 34; count += 1) {
      const pages = pdfText(await drawn(count)).filter((piece) => piece.startsWith('Page '));
      expect(pages).toEqual(pages.map((_, index) => `Page ${index + 1} of ${pages.length}`));
    }
  });

  test('never cuts off an amount, groups its digits, and an order number as long as a UUID is whole', async () => {
    const orderNumber = '0b7e0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21';
    const most = 999_999_999_999;
    const vat = { vatRate: 25, gross: -most, vat: -200_000_000_000 };
    const lines = [line(1, { type: 'Return', amount: -most, vat: [vat], orderNumber })];
    const text = pdfText(await buffer(await statementPdf(statementOfLines(lines))));
    expect(text.filter((piece) => piece === '-9,999,999,999.99')).toHaveLength(5);
    expect(text.filter((piece) => piece === '-2,000,000,000.00')).toHaveLength(4);
    expect(text).toContain(orderNumber);
  });

  test('shows the VAT of a line by rate, of the rates beyond the sixth in one column', async () => {
    const vat = Array.from({ length: 8 }, (_, index) => ({
      ...{ vatRate: index + 1, gross: 1_000, vat: 10 * (index + 1) },
    }));
    const text = pdfText(
      await buffer(await statementPdf(statementOfLines([line(1, { amount: 8_000, vat })]))),
    ).join('|');
    expect(text).toContain('VAT 5 %|VAT 6 %|Other VAT|Amount');
    expect(text).toContain('0.50|0.60|1.50|80.00');
  });

  test('shows times where a day has several cuts', async () => {
    const statement = statementOfLines([line(1)]);
    const settlement = { ...statement.settlement, periodEnd: '2026-03-29T12:00:00.000Z' };
    const text = pdfText(await buffer(await statementPdf({ ...statement, settlement })));
    expect(text).toContain('2026-03-29 00:00:00 to 2026-03-29 14:00:00');
    expect(text).toContain('2026-03-30 00:30:00');
  });

  test('goes on in the next row with a long name', async () => {
    const name = `${'Merchant of many words '.repeat(5)}${'x'.repeat(120)}`;
    const text = pdfText(await buffer(await statementPdf(statementOfLines([line(1)], name))));
    const shown = text.slice(
      0,
      text.findIndex((piece) => piece.startsWith('Storgatan')),
    );
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.join('').replaceAll(' ', '')).toBe(name.replaceAll(' ', ''));
  });

  test.each([
    ['Latin with marks, Greek, Cyrillic', 'Łódź Żabka Ελλάδα Київ'],
    ['Japanese', '株式会社サンプル'],
    ['Chinese', '北京示例有限公司'],
    ['Korean', '주식회사 예시'],
    ['Hebrew', 'חברת דוגמה'],
    ['Thai', 'บริษัท ตัวอย่าง'],
  ])('shows names in %s, which can be selected, with the same bytes each time', async (_, name) => {
    const draw = async () => buffer(await statementPdf(statementOfLines([line(1)], name)));
    const pdf = await draw();
    for (const letter of name.replaceAll(' ', ''))
      expect([...unicodeIn(pdf)].join('')).toContain(letter);
    expect((await draw()).equals(pdf)).toBe(true);
  });

  test('brings no font where the standard ones do', async () => {
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
