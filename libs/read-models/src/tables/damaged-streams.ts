import { filled, longNumber, optional, position, text, timestamptz, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';

export const damagedStreamsTable = new Table(
  'damaged_streams',
  {
    streamId: text,
    /** Absent for a stream of settlements, and for a stream whose name contains no order id. */
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
 * Records damaged streams. If a stream has several faulty events, the first one stays. Store and
 * currency are added if a later event names them.
 */
export const writeDamages = (damages: readonly StreamDamage[]): Statement[] =>
  damagedStreamsTable.insert(damages, {
    onConflict: `ON CONFLICT (stream_id) DO UPDATE
      SET store_id = coalesce(t.store_id, excluded.store_id),
        currency = coalesce(t.currency, excluded.currency)`,
  });

/** The damage of a stream: the faulty event and all later events of the stream are not applied. */
export interface StreamDamage {
  readonly streamId: string;
  /** The id of the order to which the stream belongs. */
  readonly orderId?: string;
  /** The store of the order or settlement, if the store is known. */
  readonly storeId?: string;
  readonly currency?: string;
  /** The position of the faulty event; `revision` and `eventType` belong to the same event. */
  readonly position: bigint;
  readonly revision: bigint;
  readonly eventType: string;
  readonly reason: string;
}

const reasonCharactersMax = 500;

/**
 * The message of an error on one line. Control characters are removed, because the message may
 * quote the text of an event.
 */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .slice(0, reasonCharactersMax)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');

/**
 * The name of an order's stream. The function is repeated from libs/event-log, which this library
 * does not import.
 */
export const orderStream = (orderId: string): string => `order-${orderId}`;

export const settlementStream = (account: {
  readonly storeId: string;
  readonly currency: string;
}): string => `settlement-${account.storeId}-${account.currency}`;

/**
 * Returns whether the stream of an event was damaged before the event, so that the event must not
 * be applied.
 */
export const isDamaged = (
  { streamId, position }: { readonly streamId: string; readonly position: bigint },
  found: readonly StreamDamage[],
  before: ReadonlySet<string>,
): boolean =>
  before.has(streamId) ||
  found.some((damage) => damage.streamId === streamId && damage.position < position);
