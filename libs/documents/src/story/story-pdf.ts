import type { Readable } from 'node:stream';
import { addShare, byRate, localDay, type VatShare } from '#ledger';
import type { SettledIn } from '#read-models';
import { issuerOf, localTime, moneyText, vatTable } from '../printed-values.js';
import { drawDocument } from '../layout/draw-document.js';
import type { PrintedDocument, PrintedFact, PrintedTable } from '../layout/printed-document.js';
import { eventFacts, isRefund, type OrderStory, type StoryEvent } from './order-story.js';

/**
 * Draws the history of an order as a PDF, for example for a tax authority. Most orders fit on one
 * page.
 */
export const storyPdf = (story: OrderStory): Promise<Readable> => drawDocument(printedStory(story));

/**
 * VAT of settled captures less VAT of refunds. A capture through a gateway has two events, the
 * request and the settlement. Only one of them has a `lineId`, so the capture counts once.
 */
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

const column = (title: string, width: number, align: 'left' | 'right' = 'left') => ({
  ...{ title, width, align },
});

/** A table of all ordered, captured and refunded rows. */
export const rowTable = ({ order, events, timeZone }: OrderStory): PrintedTable => {
  const money = (amount: number): string => moneyText(amount, order.currency);
  const rows = events.flatMap((event) => {
    const facts = eventFacts(event);
    const isShown = event.type === 'OrderRegistered' || facts.lineId !== undefined;
    const sign = isRefund(event) ? -1 : 1;
    return (isShown ? facts.rows : []).map((row) => [
      localDay(event.recordedAt, timeZone),
      whatOf(event),
      row.articleNumber ?? '',
      row.description,
      String(row.quantity),
      money(row.unitPrice),
      `${row.vatRate} %`,
      money(sign * row.vat + 0),
      money(sign * row.amount + 0),
    ]);
  });
  return {
    title: 'Rows',
    columns: [
      ...[column('Date', 52), column('', 50), column('Article', 66), column('Description', 99)],
      ...[column('Quantity', 44, 'right'), column('Price', 52, 'right')],
      ...[column('VAT %', 36, 'right'), column('VAT', 46, 'right'), column('Amount', 54, 'right')],
    ],
    count: rows.length,
    rows,
  };
};

const whatOf = (event: StoryEvent): string => {
  if (event.type === 'OrderRegistered') return 'Ordered';
  return isRefund(event) ? 'Refunded' : 'Captured';
};

/** A table of all events. Captures and refunds show their settlement and payout. */
export const historyTable = ({ order, events, settled, timeZone }: OrderStory): PrintedTable => {
  const money = (amount: number): string => moneyText(amount, order.currency);
  return {
    title: 'History',
    columns: [
      ...[column('Recorded', 88), column('Event', 92), column('Reference', 79)],
      ...[column('Amount', 60, 'right'), column('VAT', 52, 'right')],
      column('Settlement, payout', 128),
    ],
    count: events.length,
    rows: events.map((event) => {
      const { lineId, vat } = eventFacts(event);
      const { data } = event;
      return [
        localTime(event.recordedAt, timeZone),
        nameOf(event),
        'reference' in data ? data.reference : '',
        'amount' in data ? money(isRefund(event) ? 0 - data.amount : data.amount) : '',
        vat.length === 0 ? '' : money(vat.reduce((sum, share) => sum + share.vat, 0)),
        lineId === undefined ? '' : settledText(settled.get(lineId)),
      ];
    }),
  };
};

/** The event type in words, such as `Part captured` for `OrderPartCaptured`. */
const nameOf = ({ type }: StoryEvent): string => {
  const words = type
    .replace(/^Order/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const settledText = (settlement: SettledIn | undefined): string => {
  if (settlement === undefined) return 'not settled yet';
  const { number, payoutReference, paidOn } = settlement;
  const payout = [payoutReference, paidOn].filter((text) => text !== undefined).join(', ');
  return `No. ${number}; ${payout === '' ? 'not paid out' : payout}`;
};
