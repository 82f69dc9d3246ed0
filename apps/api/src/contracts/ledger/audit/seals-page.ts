import type { EventStore } from '#event-log';
import { sealOf, sealStream } from '#evidence';
import type { Plain } from '../../../contract-kit/plain.js';
import { invalidCursor } from '../requests/invalid-cursor.js';
import type { PageResponse } from '../requests/page-of.js';
import { sealResponse, type SealResponse } from './seal.response.js';

export interface SealsWindow {
  readonly limit: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

const mark = 'seal ';

const startOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^seal \d{1,9}$/.test(text)) throw invalidCursor();
  return Number(text.slice(mark.length));
};

const cursorOf = (revision: bigint): string =>
  Buffer.from(`${mark}${revision}`, 'latin1').toString('base64url');

/**
 * A page of the seals, the oldest first. What stands among them and is none is left out here; `ledger verify` names it.
 *
 * @throws RefusedRequest 400 for a cursor of another list
 */
export const sealsPage = async (
  eventStore: Pick<EventStore, 'read'>,
  { limit, cursor }: SealsWindow,
): Promise<PageResponse<Plain<SealResponse>>> => {
  const fromRevision = startOf(cursor);
  const read = await eventStore.read({ streamId: sealStream, fromRevision, eventsMax: limit + 1 });
  const next = read[limit];
  const items = read.slice(0, limit).flatMap((event) => {
    const seal = sealOf(event.data);
    return seal === undefined ? [] : [sealResponse(event, seal)];
  });
  return { items, nextCursor: next === undefined ? null : cursorOf(next.revision) };
};
