import { eventFacts } from '#documents';
import type { EventRow } from '#documents';
import type { RecordedEvent } from '#event-log';
import { formatMinor } from '#ledger';
import type { OrderBalance } from '#ledger';
import type { SettledIn } from '#read-models';
import { printable } from '#runtime';

/** Widths are those of nearly all orders; what is wider moves its line, and nothing is cut off. */
const columns = {
  revision: { width: 3, end: true },
  recorded: { width: 24, end: false },
  event: { width: 20, end: false },
  amount: { width: 12, end: true },
  captured: { width: 12, end: true },
  refunded: { width: 12, end: true },
  cancelled: { width: 12, end: true },
  remaining: { width: 12, end: true },
  status: { width: 13, end: false },
  by: { width: 0, end: false },
} as const;

type Cells = Readonly<Record<keyof typeof columns, string>>;

const lineOf = (cells: Cells): string =>
  Object.entries(columns)
    .map(([name, { width, end }]) => {
      const cell = cells[name as keyof Cells];
      return end ? cell.padStart(width) : cell.padEnd(width);
    })
    .join('  ')
    .trimEnd();

export const historyTitle = (order: OrderBalance): string[] => [
  `Order ${printable(order.orderNumber)} of ${order.storeId}, amounts in ${order.currency}`,
  '',
];

const header = lineOf({
  ...{ revision: 'rev', recorded: 'recorded', event: 'event', amount: 'amount' },
  ...{ captured: 'captured', refunded: 'refunded', cancelled: 'cancelled' },
  ...{ remaining: 'remaining', status: 'status', by: 'by' },
});

export const historyHeader: readonly string[] = [header, '-'.repeat(header.length)];

/** An event and the order's sums after it. */
export const historyRow = (event: RecordedEvent, after: OrderBalance): string[] => {
  const { revision, recordedAt, type, data, metadata } = event;
  const money = (amount: number): string => formatMinor(amount, after.currency);
  const reference = 'reference' in data ? ` ${printable(data.reference)}` : '';
  return [
    lineOf({
      revision: String(revision),
      recorded: recordedAt,
      event: type.replace(/^Order/, ''),
      amount: 'amount' in data ? money(data.amount) : '',
      captured: money(after.captured),
      refunded: money(after.refunded),
      cancelled: money(after.cancelled),
      remaining: money(after.remaining),
      status: after.status,
      by: `${metadata.clientId} (${metadata.contract})${reference}`,
    }),
  ];
};

const indent = ' '.repeat(31);

/** The rows of an event with their VAT, and the settlement and payout of what it captured or refunded, a line each. */
export const historyDetails = (
  event: RecordedEvent,
  currency: string,
  settled: ReadonlyMap<string, SettledIn>,
): string[] => {
  const money = (amount: number): string => formatMinor(amount, currency);
  const { rows, lineId } = eventFacts(event);
  const settlement = lineId === undefined ? undefined : settled.get(lineId);
  const rowText = ({ quantity, articleNumber, description, vatRate, amount, vat }: EventRow) =>
    `${indent}${quantity} x ${printable([articleNumber, description].filter((text) => text !== undefined).join(', '))}` +
    `: ${money(amount)}, of it ${money(vat)} VAT at ${vatRate} %`;
  return [
    ...rows.map(rowText),
    ...(settlement === undefined ? [] : [`${indent}${settledText(settlement)}`]),
  ];
};

const settledText = ({ number, settlementId, payoutReference, paidOn }: SettledIn): string => {
  const payout =
    payoutReference === undefined
      ? 'not paid out'
      : `paid out ${paidOn ?? ''} as ${printable(payoutReference)}`;
  return `settlement ${number} (${settlementId}), ${payout}`;
};
