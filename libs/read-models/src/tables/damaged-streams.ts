import { filled, longNumber, optional, position, text, timestamptz, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';

export const damagedStreamsTable = new Table(
  'damaged_streams',
  {
    streamId: text,
    /** Absent of a settlement's stream, and of one whose name is no order's. */
    orderId: optional(uuid),
    storeId: optional(text),
    currency: optional(text),
    position,
    revision: longNumber,
    eventType: text,
    reason: text,
    noticedAt: filled(timestamptz, 'clock_timestamp()'),
  },
  { ids: ['streamId'], owner: 'orderId', isKeyedWhileLoading: true },
);

/**
 * Records that nothing more of these streams is applied, of each stream once. The first damage of a
 * stream stays; its store and currency may become known later.
 */
export const writeDamages = (damages: readonly StreamDamage[]): Statement[] =>
  damagedStreamsTable.insert(damages, {
    onConflict: `ON CONFLICT (stream_id) DO UPDATE
      SET store_id = coalesce(t.store_id, excluded.store_id),
        currency = coalesce(t.currency, excluded.currency)`,
  });

/** The damage of a stream, of which nothing is applied from the faulty event on. */
export interface StreamDamage {
  readonly streamId: string;
  /** The order whose stream it is. */
  readonly orderId?: string;
  /** The store whose money it is, as far as it is known. */
  readonly storeId?: string;
  readonly currency?: string;
  /** The event at fault: its place in the log, place in its stream, type. */
  readonly position: bigint;
  readonly revision: bigint;
  readonly eventType: string;
  /** The reason. */
  readonly reason: string;
}

const reasonCharactersMax = 500;

/** For people, on one line: an event may have any text in it. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .slice(0, reasonCharactersMax)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');

/** The name that libs/event-log gives it: this package does not know where its events come from. */
export const orderStream = (orderId: string): string => `order-${orderId}`;

export const settlementStream = (account: {
  readonly storeId: string;
  readonly currency: string;
}): string => `settlement-${account.storeId}-${account.currency}`;

/** True if an event comes after the one that damaged its stream, in this page or before it. */
export const isDamaged = (
  { streamId, position }: { readonly streamId: string; readonly position: bigint },
  found: readonly StreamDamage[],
  before: ReadonlySet<string>,
): boolean =>
  before.has(streamId) ||
  found.some((damage) => damage.streamId === streamId && damage.position < position);
