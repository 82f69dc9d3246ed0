import { ApiProperty } from '@nestjs/swagger';
import type { EventStore, StoredEvent } from '#event-log';
import { type Seal, sealOf, sealStream } from '#evidence';
import type { Plain } from '../../../contract-kit/describe.js';
import { OneOf } from '../../../contract-kit/body/fields.js';
import { invalidCursor, PageQuery, type PageResponse } from '../requests/pages.js';

/**
 * A seal over the log. Auditors and `ledger verify` recompute its hash to detect changed events
 * (docs/audit.md).
 */
export class SealResponse {
  @ApiProperty({ description: 'Number of the seal, from 0', example: '3' })
  revision!: string;

  @ApiProperty({ description: 'Place of the seal itself in the log', example: '51200' })
  position!: string;

  @ApiProperty({ description: 'The seal covers the events after this position', example: '30720' })
  coversAfter!: string;

  @ApiProperty({
    description: 'The seal covers the events up to and including this position',
    example: '40961',
  })
  coversTo!: string;

  @ApiProperty({ description: 'Number of events that the seal covers', example: 10000 })
  events!: number;

  @ApiProperty({
    description: 'Number of events that this seal and all earlier seals cover',
    example: 40000,
  })
  eventsTotal!: number;

  @ApiProperty({
    description:
      'Hex SHA-256 over the hash of the previous seal and the chain values of the covered events, in the order of the log',
  })
  hash!: string;

  @ApiProperty({ format: 'date-time' })
  sealedAt!: string;
}

export const sealResponse = (
  { revision, position }: Pick<StoredEvent, 'revision' | 'position'>,
  seal: Seal,
): Plain<SealResponse> => ({
  revision: String(revision),
  position: String(position?.commit ?? ''),
  coversAfter: seal.after,
  coversTo: seal.position,
  events: seal.events,
  eventsTotal: seal.eventsTotal,
  hash: seal.hash,
  sealedAt: seal.sealedAt,
});

/** The parameters of `GET /v1/audit/seals`. */
export class SealsQuery extends PageQuery {
  @OneOf(['oldest', 'newest'], {
    optional: true,
    description: 'Which seals come first; the oldest if left out',
  })
  readonly first?: 'oldest' | 'newest';
}

export interface SealsWindow {
  readonly limit: number;
  /** The `nextCursor` of the previous page. */
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
 * A page of the seals, the oldest first. Only seals should be in the stream; any other event in it
 * is skipped here and reported by `ledger verify`.
 *
 * @throws HttpError 400 for a cursor of another list
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

const beforeOf = (cursor: string): number => {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^seal before \d{1,9}$/.test(text)) throw invalidCursor();
  return Number(text.slice('seal before '.length));
};

/**
 * A page of the seals, the newest first.
 *
 * @throws HttpError 400 for a cursor of another list
 */
export const newestSealsPage = async (
  eventStore: Pick<EventStore, 'read' | 'readLast'>,
  { limit, cursor }: SealsWindow,
): Promise<PageResponse<Plain<SealResponse>>> => {
  const last = cursor === undefined ? await eventStore.readLast(sealStream) : undefined;
  const before = cursor === undefined ? Number(last?.revision ?? -1n) + 1 : beforeOf(cursor);
  const fromRevision = Math.max(0, before - limit);
  const window = { streamId: sealStream, fromRevision, eventsMax: before - fromRevision };
  const read = before === 0 ? [] : await eventStore.read(window);
  const items = read.toReversed().flatMap((event) => {
    const seal = sealOf(event.data);
    return seal === undefined ? [] : [sealResponse(event, seal)];
  });
  const next = Buffer.from(`seal before ${fromRevision}`, 'latin1').toString('base64url');
  return { items, nextCursor: fromRevision === 0 ? null : next };
};
