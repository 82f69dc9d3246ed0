import type { Readable } from 'node:stream';
import { addShare, byRate } from '#ledger';
import type { VatShare } from '#ledger';
import { issuerOf } from '../issuer.js';
import { drawDocument } from '../layout/draw-document.js';
import type { PrintedDocument, PrintedFact } from '../layout/printed-document.js';
import { localTime } from '../local-time.js';
import { moneyText } from '../money-text.js';
import { vatTable } from '../vat-table.js';
import { eventFacts } from './event-facts.js';
import type { OrderStory } from './order-story.js';
import { historyTable, rowTable } from './story-tables.js';

/** The story of an order for a tax authority: one page for ordinary orders, more for those with many rows or events. */
export const storyPdf = (story: OrderStory): Promise<Readable> => drawDocument(printedStory(story));

/** VAT of what was captured and settled less what was refunded: each line of a settlement once. */
const vatOfStory = ({ events }: OrderStory): VatShare[] => {
  const shares = new Map<number, VatShare>();
  for (const { lineId, vat } of events.map(eventFacts))
    if (lineId !== undefined) for (const share of vat) addShare(shares, share);
  return byRate(shares);
};

const printedStory = (story: OrderStory): PrintedDocument => {
  const { order, events, store } = story;
  const last = events.at(-1);
  const { currency, orderNumber, storeId } = order;
  const vat = vatOfStory(story);
  return {
    title: `Order ${orderNumber}`,
    issuer: issuerOf(storeId, store),
    facts: factsOf(story),
    box: { title: `Sums in ${currency}`, facts: sumsOf(story) },
    tables: [
      rowTable(story),
      ...(vat.length === 0 ? [] : [vatTable(vat, currency)]),
      historyTable(story),
    ],
    notes: [
      `Read from the log up to revision ${last?.revision ?? 0} of the order. Times are those of ${story.timeZone}.`,
      `Hash of the order's history up to there: ${last?.metadata.chain ?? ''}`,
    ],
    footer: `Order ${orderNumber} of ${storeId}`,
    isWide: false,
    date: new Date(last?.recordedAt ?? order.placedAt),
  };
};

const factsOf = ({ order, timeZone, buyer }: OrderStory): PrintedFact[] => [
  { name: 'Store', value: order.storeId },
  { name: 'Order id', value: order.orderId },
  { name: 'Placed', value: localTime(order.placedAt, timeZone) },
  { name: 'Paid by', value: `${order.paymentMethod}, ${order.salesSegment}` },
  { name: 'Status', value: order.status },
  ...(buyer === undefined ? [] : [{ name: 'Buyer', value: buyer }]),
];

const sumsOf = ({ order }: OrderStory): PrintedFact[] => {
  const fact = (name: string, amount: number): PrintedFact => ({
    name,
    value: moneyText(amount, order.currency),
  });
  return [
    fact('Order total', order.total),
    fact('Cancelled', 0 - order.cancelled),
    fact('Not captured', order.remaining + order.requested),
    fact('Captured', order.captured),
    fact('Refunded', 0 - order.refunded),
    { ...fact('Kept', order.captured - order.refunded), isStrong: true },
  ];
};
