import { filled, longNumber, optional, position, text, timestamptz, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';

export const damagedStreamsTable = new Table(
  'damaged_streams',
  {
    streamId: text,
    /** Absent for the streams of settlements, and for a stream whose name has no order id. */
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
 * Records damaged streams. The first damage of a stream is kept; store and currency are added if a
 * later event shows them.
 */
export const writeDamages = (damages: readonly StreamDamage[]): Statement[] =>
  damagedStreamsTable.insert(damages, {
    onConflict: `ON CONFLICT (stream_id) DO UPDATE
      SET store_id = coalesce(t.store_id, excluded.store_id),
        currency = coalesce(t.currency, excluded.currency)`,
  });

/** The damage of a stream: from the faulty event on, nothing of the stream is applied. */
export interface StreamDamage {
  readonly streamId: string;
  /** The order to which the stream belongs. */
  readonly orderId?: string;
  /** The store of the order or settlement, if it is known. */
  readonly storeId?: string;
  readonly currency?: string;
  /** The position of the event at fault; `revision` and `eventType` are of the same event. */
  readonly position: bigint;
  readonly revision: bigint;
  readonly eventType: string;
  readonly reason: string;
}

const reasonCharactersMax = 500;

/** An error's message on one line, without control characters: it may quote an event's text. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .slice(0, reasonCharactersMax)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');

/** The name of an order's stream; the same as in libs/event-log, which is not imported here. */
export const orderStream = (orderId: string): string => `order-${orderId}`;

export const settlementStream = (account: {
  readonly storeId: string;
  readonly currency: string;
}): string => `settlement-${account.storeId}-${account.currency}`;

/** Returns whether an event comes after the event that damaged its stream. */
export const isDamaged = (
  { streamId, position }: { readonly streamId: string; readonly position: bigint },
  found: readonly StreamDamage[],
  before: ReadonlySet<string>,
): boolean =>
  before.has(streamId) ||
  found.some((damage) => damage.streamId === streamId && damage.position < position);
