import type { Statement } from '../sql/query.js';
import type { StreamDamage } from './stream-damage.js';

/** The first damage of a stream stays; of whom it is may be learnt later. */
const insertSql = `
  INSERT INTO damaged_streams AS d (
    stream_id, order_id, store_id, currency, position, revision, event_type, reason, noticed_at)
  SELECT DISTINCT ON (n.stream_id) n.stream_id, n.order_id, n.store_id, n.currency, n.position,
    n.revision, n.event_type, n.reason, clock_timestamp()
  FROM unnest(
    $1::text[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::numeric[], $7::text[], $8::text[])
    AS n (stream_id, order_id, store_id, currency, position, revision, event_type, reason)
  ORDER BY n.stream_id, n.position
  ON CONFLICT (stream_id) DO UPDATE
  SET store_id = coalesce(d.store_id, excluded.store_id),
    currency = coalesce(d.currency, excluded.currency)`;

/** Puts on record that nothing more of these streams is applied. */
export const writeDamages = (damages: readonly StreamDamage[]): Statement[] => {
  if (damages.length === 0) return [];
  const values = [
    damages.map(({ streamId }) => plain(streamId)),
    damages.map(({ orderId }) => orderId),
    damages.map(({ storeId }) => storeId && plain(storeId)),
    damages.map(({ currency }) => currency && plain(currency)),
    damages.map(({ position }) => position),
    damages.map(({ revision }) => revision),
    damages.map(({ eventType }) => plain(eventType)),
    damages.map(({ reason }) => plain(reason)),
  ];
  return [{ name: 'write-damages', text: insertSql, values }];
};

/** PostgreSQL keeps no U+0000 in a text, and a damaged event may have one anywhere. */
const plain = (text: string): string => text.replaceAll('\0', '\u{FFFD}');
