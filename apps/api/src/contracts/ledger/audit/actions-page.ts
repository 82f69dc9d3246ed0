import type { ActionLog, PlacedAction } from '#event-log';
import { invalidCursor } from '../requests/invalid-cursor.js';

export interface ActionFilter {
  readonly by?: string | undefined;
  /** With what the action begins. */
  readonly action?: string | undefined;
}

export interface ActionsWindow extends ActionFilter {
  readonly limit: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

const mark = 'action ';
const readAtOnce = 500;
/** Entries that one request goes through; a page may then hold fewer than asked for, and a cursor. */
const lookedThroughMax = 5_000;

const endOf = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^action \d{1,9}$/.test(text)) throw invalidCursor();
  return Number(text.slice(mark.length));
};

const cursorOf = (before: number): string =>
  Buffer.from(`${mark}${before}`, 'latin1').toString('base64url');

const matches = (entry: PlacedAction, { by, action }: ActionFilter): boolean =>
  (by === undefined || entry.by === by) &&
  (action === undefined || entry.action.toLowerCase().startsWith(action.toLowerCase()));

/**
 * A page of the audit trail, the newest entries first.
 *
 * @throws RefusedRequest 400 for a cursor of another list
 */
export const actionsPage = async (
  actions: Pick<ActionLog, 'read'>,
  { limit, cursor, ...filter }: ActionsWindow,
): Promise<{ readonly items: readonly PlacedAction[]; readonly nextCursor: string | null }> => {
  const items: PlacedAction[] = [];
  let before = endOf(cursor);
  for (let looked = 0; looked < lookedThroughMax; looked += readAtOnce) {
    const read = await actions.read({ before, entriesMax: readAtOnce });
    for (const entry of read) {
      if (!matches(entry, filter)) continue;
      if (items.length === limit) return { items, nextCursor: cursorOf(entry.revision + 1) };
      items.push(entry);
    }
    before = read.at(-1)?.revision ?? 0;
    if (before === 0) return { items, nextCursor: null };
  }
  return { items, nextCursor: cursorOf(before ?? 0) };
};
