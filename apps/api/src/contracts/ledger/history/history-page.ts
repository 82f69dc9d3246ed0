import { invalidCursor } from '../requests/invalid-cursor.js';
import type { HistoryEntry } from './history-entry.js';
import type { Plain } from '../../../contract-kit/plain.js';

export interface HistoryWindow {
  readonly limit: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

export interface HistoryPage {
  readonly entries: Plain<HistoryEntry>[];
  readonly nextCursor: string | null;
}

/** The revision behind which a cursor leads on; -1 without one. */
export const afterCursor = (cursor: string | undefined): number => {
  if (cursor === undefined) return -1;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^after \d{1,9}$/.test(text)) throw invalidCursor();
  return Number(text.slice('after '.length));
};

const cursorOf = ({ revision }: Plain<HistoryEntry>): string =>
  Buffer.from(`after ${revision}`, 'latin1').toString('base64url');

/**
 * A page of a history. It stops reading at its end; nothing beyond the page is kept in memory.
 *
 * @throws RefusedRequest 400 for a cursor of another list
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
 * The entries of a window, for an answer that needs no cursor to go on: it has as many as there are, or as were asked for.
 *
 * @throws RefusedRequest 400 for a cursor of another list
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
