import type { StreamDamage } from '../damage/stream-damage.js';
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
