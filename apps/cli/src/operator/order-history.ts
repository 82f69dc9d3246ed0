import type { Pool } from 'pg';
import { eventFacts, type EventRow } from '#documents';
import { connectEventStore, readHistory, type RecordedEvent } from '#event-log';
import { evolveBalance, formatMinor, type OrderBalance } from '#ledger';
import { type SettledIn, SettlementQueries } from '#read-models';
import { loadSettings, printable } from '#runtime';
import { eventStoreUrlOf } from '../connections.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { type NamedOrder, orderIdFrom } from './order-id.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

type Settled = ReadonlyMap<string, SettledIn>;

/**
 * An event in JSON: its rows, VAT and settlement, and the order's sums after the event. Amounts are
 * in minor units.
 */
const jsonOf = (event: RecordedEvent, after: OrderBalance, settled: Settled): object => {
  const { status, captured, refunded, cancelled, remaining } = after;
  const { rows, vat, lineId } = eventFacts(event);
  const settlement = lineId === undefined ? undefined : settled.get(lineId);
  return {
    ...event,
    ...(rows.length > 0 && { rows }),
    ...(vat.length > 0 && { vat }),
    ...(settlement && { settlement }),
    after: { status, captured, refunded, cancelled, remaining },
  };
};

const show = (event: RecordedEvent, after: OrderBalance, settled: Settled): void => {
  if (event.revision === 0) printLines([...historyTitle(after), ...historyHeader]);
  printLines([...historyRow(event, after), ...historyDetails(event, after.currency, settled)]);
};

/**
 * Runs `ledger order history`: prints the events of an order one by one, each with its rows and the
 * order's sums after the event.
 */
export const orderHistory = async (named: NamedOrder, json: boolean): Promise<ExitCode> => {
  const settings = loadSettings();
  const orderId = await orderIdFrom(named, settings);
  return withDatabase(settings, async (pool) => historyOf(pool, orderId, json));
};

const historyOf = async (pool: Pool, orderId: string, json: boolean): Promise<ExitCode> => {
  const eventStore = connectEventStore(eventStoreUrlOf(loadSettings()));
  let balance: OrderBalance | undefined;
  try {
    const settled = await new SettlementQueries(pool).ofOrder(orderId);
    for await (const event of readHistory(eventStore, orderId)) {
      balance = evolveBalance(balance, event);
      if (json) printJson(jsonOf(event, balance, settled));
      else show(event, balance, settled);
    }
  } finally {
    await eventStore.dispose();
  }
  if (balance !== undefined) return exitCode.done;
  printFault(`There is no order ${orderId}.`);
  return exitCode.fault;
};

/**
 * The columns of a history, with their widths in characters. `end` aligns a column to the right. A
 * longer value is printed in full and shifts the rest of its line.
 */
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

/** Returns the cells of the line for an event, with the order's sums after the event. */
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

/**
 * Returns the lines to print below an event: each row with its VAT, and the settlement and payout
 * of a capture or refund.
 */
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
    `: ${money(amount)}, including ${money(vat)} VAT at ${vatRate} %`;
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
