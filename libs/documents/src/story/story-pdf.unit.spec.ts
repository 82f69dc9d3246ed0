import { describe, expect, test } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import { evolveBalance } from '#ledger';
import type { OrderBalance, OrderEvent } from '#ledger';
import { pdfText } from '../testing/pdf-text.js';
import type { OrderStory, StoryEvent } from './order-story.js';
import { storyPdf } from './story-pdf.js';

const orderId = '50f01baa-d1bf-58d3-a84f-dcdda7a16adf';
const shoes = { rowId: 'r1', articleNumber: '10001', description: 'Shoes', unitPrice: 9_500 };
const row = { ...shoes, quantity: 3, vatRate: 25 };
const at = (minute: number): string => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;
const captureId = '0b7e0000-0000-5000-8000-000000000001';
const refundId = '0b7e0000-0000-5000-8000-000000000002';

const registered: OrderEvent = {
  type: 'OrderRegistered',
  data: {
    ...{ orderId, storeId: 'demo-se', orderNumber: '1001', currency: 'SEK', salesSegment: 'B2C' },
    ...{ paymentMethod: 'invoice', rows: [row], placedAt: at(0), expiresAt: at(59) },
  },
};
const authorized: OrderEvent = {
  type: 'OrderAuthorized',
  data: { orderId, amount: 28_500, currency: 'SEK', authorizedAt: at(0) },
};
const captured: OrderEvent = {
  type: 'OrderPartCaptured',
  data: {
    ...{ orderId, captureId, outcome: 'settled', amount: 19_000, currency: 'SEK' },
    ...{ rows: [{ ...row, quantity: 2 }], description: 'First', reference: 'ship-1' },
    capturedAt: at(1),
  },
};
const refunded: OrderEvent = {
  type: 'OrderRefunded',
  data: {
    ...{ orderId, refundId, amount: 9_500, currency: 'SEK', description: 'Refund' },
    rows: [{ ...row, quantity: 1, captureId }],
    captures: [{ captureId, amount: 9_500 }],
    refundedAt: at(2),
  },
};

const recorded = (events: readonly OrderEvent[]): StoryEvent[] =>
  events.map((event, revision) => ({
    ...event,
    ...{ revision, recordedAt: at(revision), metadata: { clientId: 'demo', chain: 'c0ffee' } },
  }));

const storyOf = (events: readonly StoryEvent[], other: Partial<OrderStory> = {}): OrderStory => ({
  order: events.reduce<OrderBalance | undefined>(evolveBalance, undefined)!,
  events,
  settled: new Map([
    [captureId, { settlementId: 's', number: 7, payoutReference: 'BG 1', paidOn: '2026-11-23' }],
  ]),
  store: { name: 'Öst AB', taxNumber: 'SE556677889901' },
  timeZone: 'Europe/Stockholm',
  ...other,
});

const ordinary = recorded([registered, authorized, captured, refunded]);

describe('the story of an order as PDF', () => {
  test('has rows, VAT, history, settlement and payout on one page', async () => {
    const text = pdfText(await buffer(await storyPdf(storyOf(ordinary, { buyer: 'Anna Lind' }))));
    const joined = text.join('|');
    expect(joined).toContain('Öst AB|Tax number SE556677889901|Order 1001|');
    expect(joined).toContain('Buyer|Anna Lind');
    expect(joined).toContain(
      'Order total|285.00|Cancelled|0.00|Not captured|95.00|Captured|190.00|Refunded|-95.00|Kept|95.00',
    );
    expect(joined).toContain('2026-11-20|Captured|10001|Shoes|2|95.00|25 %|38.00|190.00');
    expect(joined).toContain('2026-11-20|Refunded|10001|Shoes|1|95.00|25 %|-19.00|-95.00');
    expect(joined).toContain('25 %|76.00|19.00|95.00|Total');
    expect(joined).toContain(
      '2026-11-20 11:02:00|Part captured|ship-1|190.00|38.00|No. 7; BG 1, 2026-11-23',
    );
    expect(joined).toContain('Refunded|-95.00|-19.00|not settled yet');
    expect(joined).toContain('c0ffee');
    expect(text.filter((piece) => piece.startsWith('Page '))).toEqual(['Page 1 of 1']);
  });

  test('has the same bytes each time, and more pages where they are needed', async () => {
    const draw = async (story: OrderStory) => buffer(await storyPdf(story));
    expect((await draw(storyOf(ordinary))).equals(await draw(storyOf(ordinary)))).toBe(true);
    const extended: OrderEvent = {
      type: 'OrderExtended',
      data: { orderId, expiresAt: at(59), extendedAt: at(3) },
    };
    const many = recorded([registered, authorized, ...Array<OrderEvent>(60).fill(extended)]);
    const long = pdfText(await draw(storyOf(many.map((one) => ({ ...one, recordedAt: at(1) })))));
    expect(long.filter((piece) => piece === 'Extended')).toHaveLength(60);
    expect(long.filter((piece) => piece.startsWith('Page '))).toEqual([
      'Page 1 of 2',
      'Page 2 of 2',
    ]);
  });
});
