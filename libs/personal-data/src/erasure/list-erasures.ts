import type { Pool } from 'pg';
import { erasureOf } from './erasure.js';
import type { Erasure, ErasureRecord } from './erasure.js';

const listSql = `
  SELECT key_id, store_id, erased_at, erased_by FROM personal_data.erasures
  WHERE $1::text IS NULL OR store_id = $1
  ORDER BY erased_at DESC, key_id DESC LIMIT $2`;

/** The latest erasures, newest first; of one store if it is given. */
export const listErasures = async (
  pool: Pool,
  { storeId, limit }: { readonly storeId?: string; readonly limit: number },
): Promise<Erasure[]> => {
  const { rows } = await pool.query<ErasureRecord>(listSql, [storeId, limit]);
  return rows.map(erasureOf);
};
