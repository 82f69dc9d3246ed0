import type { Pool } from 'pg';
import { erasureOf } from './erasure.js';
import type { Erasure, ErasureRecord } from './erasure.js';

/** Microseconds count: what PostgreSQL stores is finer than a `Date`. */
interface ListedRecord extends ErasureRecord {
  readonly place: string;
}

const listSql = `
  SELECT key_id, store_id, erased_at, erased_by, erased_at::text AS place
  FROM personal_data.erasures
  WHERE ($1::text IS NULL OR store_id = $1)
    AND ($2::timestamptz IS NULL OR (erased_at, key_id) < ($2::timestamptz, $3::uuid))
  ORDER BY erased_at DESC, key_id DESC LIMIT $4`;

const pageSize = 1_000;

/** All erasures, newest first; of one store if it is given. Some are in memory at a time. */
export async function* listErasures(
  pool: Pick<Pool, 'query'>,
  storeId?: string,
): AsyncGenerator<Erasure, void> {
  let last: ListedRecord | undefined;
  do {
    const { rows } = await pool.query<ListedRecord>(listSql, [
      storeId,
      last?.place,
      last?.key_id,
      pageSize,
    ]);
    for (const record of rows) yield erasureOf(record);
    last = rows.length < pageSize ? undefined : rows.at(-1);
  } while (last !== undefined);
}
