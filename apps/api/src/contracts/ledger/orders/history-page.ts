import { actsFor, type Caller } from '#access';
import type { RecordedEvent } from '#event-log';
import { evolveBalance, type OrderBalance } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import {
  type CsvColumn,
  vatPerRateColumn,
  vatTotalColumn,
} from '../../../contract-kit/tables/csv.js';
import { Limit } from '../fields/numbers.js';
import { problems } from '../problems/problems.js';
import { invalidCursor, limitOf, PageQuery } from '../requests/pages.js';
import type { SettledLines } from '../settlements/settled-in.response.js';
import { historyEntry, type HistoryEntry } from './history-entry.js';

export interface HistoryWindow {
  readonly limit: number;
  /** The `nextCursor` of the previous page. */
  readonly cursor?: string | undefined;
}

export interface HistoryPage {
  readonly entries: Plain<HistoryEntry>[];
  readonly nextCursor: string | null;
}

/**
 * Reads a revision from the cursor. The page begins with the event after this revision. Without a
 * cursor the result is -1, so the page begins with event 0.
 */
export const afterCursor = (cursor: string | undefined): number => {
  if (cursor === undefined) return -1;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^after \d{1,9}$/.test(text)) throw invalidCursor();
  return Number(text.slice('after '.length));
};

const cursorOf = ({ revision }: Plain<HistoryEntry>): string =>
  Buffer.from(`after ${revision}`, 'latin1').toString('base64url');

/**
 * A page of a history. The history is read only as far as the page reaches, and only the page is
 * kept in memory.
 *
 * @throws HttpError 400 for a cursor of another list
 */
export const historyPage = async (
  all: AsyncIterable<Plain<HistoryEntry>>,
  { limit, cursor }: HistoryWindow,
): Promise<HistoryPage> => {
  const start = afterCursor(cursor);
  const entries: Plain<HistoryEntry>[] = [];
  for await (const entry of all) {
    if (Number(entry.revision) <= start) continue;
    const last = entries.at(-1);
    if (entries.length === limit && last) return { entries, nextCursor: cursorOf(last) };
    entries.push(entry);
  }
  return { entries, nextCursor: null };
};

/**
 * The entries of a history for NDJSON and CSV: all entries after the cursor, or the first `limit`
 * of them. These formats have no place for a cursor to a next page.
 *
 * @throws HttpError 400 for a cursor of another list
 */
export async function* historyWindow(
  all: AsyncIterable<Plain<HistoryEntry>>,
  { limit, cursor }: HistoryWindow,
): AsyncGenerator<Plain<HistoryEntry>, void> {
  const start = afterCursor(cursor);
  let shown = 0;
  for await (const entry of all) {
    if (Number(entry.revision) <= start) continue;
    yield entry;
    shown += 1;
    if (shown === limit) return;
  }
}

/**
 * Yields the entries of an order's history one by one. Each entry has the order's sums after its
 * event, so the events are folded from the first one on. The first event names the order's store,
 * which the caller must act for.
 *
 * @throws HttpError 404 before the first entry if there is no such order, or the caller does not
 * act for its store
 */
export async function* historyEntries(
  events: AsyncIterable<RecordedEvent>,
  caller: Caller,
  settled: SettledLines,
): AsyncGenerator<Plain<HistoryEntry>, void> {
  let balance: OrderBalance | undefined;
  for await (const event of events) {
    balance = evolveBalance(balance, event);
    if (!actsFor(caller, balance.storeId)) throw problems.orderNotFound();
    yield historyEntry(event, balance, settled);
  }
  if (balance === undefined) throw problems.orderNotFound();
}

type Row = NonNullable<Plain<HistoryEntry>['rows']>[number];

/** Writes a row as one text for the CSV, such as `2 x 10002 T-Shirt: 19000 (25%)`. */
const rowText = ({ quantity, articleNumber, description, amount, vatRate }: Row): string =>
  `${quantity} x ${[articleNumber, description].filter((text) => text !== undefined).join(' ')}: ${amount} (${vatRate}%)`;

/**
 * The columns of a history as CSV. Amounts are in the currency's minor unit, as everywhere in
 * `/v1`.
 */
export const historyCsv: readonly CsvColumn<Plain<HistoryEntry>>[] = [
  { name: 'revision', of: ({ revision }) => revision },
  { name: 'position', of: ({ position }) => position },
  { name: 'recordedAt', of: ({ recordedAt }) => recordedAt },
  { name: 'type', of: ({ type }) => type },
  { name: 'client', of: ({ actor }) => actor.client },
  { name: 'contract', of: ({ contract }) => contract },
  { name: 'reference', of: ({ reference }) => reference },
  { name: 'amount', of: ({ amount }) => amount },
  { name: 'currency', of: ({ currency }) => currency },
  { name: 'status', of: ({ after }) => after.status },
  { name: 'captured', of: ({ after }) => after.captured },
  { name: 'refunded', of: ({ after }) => after.refunded },
  { name: 'cancelled', of: ({ after }) => after.cancelled },
  { name: 'remaining', of: ({ after }) => after.remaining },
  { name: 'chain', of: ({ chain }) => chain },
  { name: 'rows', of: ({ rows }) => rows?.map(rowText).join('; ') },
  vatTotalColumn,
  vatPerRateColumn,
  { name: 'settlementId', of: ({ settlement }) => settlement?.settlementId },
  { name: 'settlementNumber', of: ({ settlement }) => settlement?.number },
  { name: 'payoutReference', of: ({ settlement }) => settlement?.payoutReference },
  { name: 'paidOn', of: ({ settlement }) => settlement?.paidOn },
];

const limitDefault = 1_000;

/** The parameters of `GET /v1/orders/{id}/history`. */
export class HistoryQuery extends PageQuery {
  @Limit('Entries', limitDefault)
  declare readonly limit?: string;
}

/**
 * The number of entries for NDJSON and CSV. Without `limit` the whole history is sent, because
 * these formats have no cursor to fetch the rest.
 */
export const historyLinesLimitOf = ({ limit }: HistoryQuery): number =>
  limit === undefined ? Infinity : Number(limit);

export const historyLimitOf = (query: HistoryQuery): number => limitOf(query, limitDefault);
