import type { SettledIn } from '#read-models';
import type { PrintedTable } from '../layout/printed-document.js';
import { localDay } from '#ledger';
import { localTime } from '../local-time.js';
import { moneyText } from '../money-text.js';
import { eventFacts } from './event-facts.js';
import type { OrderStory, StoryEvent } from './order-story.js';

const column = (title: string, width: number, align: 'left' | 'right' = 'left') => ({
  ...{ title, width, align },
});

/** What was ordered, captured and given back, row by row. */
export const rowTable = ({ order, events, timeZone }: OrderStory): PrintedTable => {
  const money = (amount: number): string => moneyText(amount, order.currency);
  const rows = events.flatMap((event) => {
    const facts = eventFacts(event);
    const isShown = event.type === 'OrderRegistered' || facts.lineId !== undefined;
    const sign = event.type === 'OrderRefunded' ? -1 : 1;
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

const whatOf = ({ type }: StoryEvent): string => {
  if (type === 'OrderRegistered') return 'Ordered';
  return type === 'OrderRefunded' ? 'Refunded' : 'Captured';
};

/** Every event, with the settlement and the payout of what was captured and refunded. */
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
        'amount' in data
          ? money(event.type === 'OrderRefunded' ? 0 - data.amount : data.amount)
          : '',
        vat.length === 0 ? '' : money(vat.reduce((sum, share) => sum + share.vat, 0)),
        lineId === undefined ? '' : settledText(settled.get(lineId)),
      ];
    }),
  };
};

/** `OrderPartCaptured` as `Part captured`. */
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
