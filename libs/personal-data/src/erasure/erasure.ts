import type { ClientBase, Pool } from 'pg';

/** The record of a destroyed key. It names no person. */
export interface Erasure {
  readonly keyId: string;
  readonly storeId: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly erasedAt: string;
  /** The id of a client, or the account that ran the command. */
  readonly erasedBy: string;
}

export interface ErasureRecord {
  readonly key_id: string;
  readonly store_id: string;
  readonly erased_at: Date;
  readonly erased_by: string;
}

export const erasureOf = (record: ErasureRecord): Erasure => ({
  keyId: record.key_id,
  storeId: record.store_id,
  erasedAt: record.erased_at.toISOString(),
  erasedBy: record.erased_by,
});

/** The plain copies of customers' data, for erasures to delete. */
export interface PlainCopies {
  /** Prevents new copies until the transaction ends. Called before a key is destroyed. */
  readonly hold: (client: ClientBase) => Promise<void>;
  /**
   * Deletes the copies under these keys in the same transaction. Returns the number of orders that
   * had some.
   */
  readonly forget: (client: ClientBase, keyIds: readonly string[]) => Promise<number>;
  /** Returns the key of an order's customer; `undefined` if the order shows no customer. */
  readonly keyOfOrder: (client: ClientBase, orderId: string) => Promise<string | undefined>;
  /** Deletes copies that are no longer in use, after the transaction. */
  readonly clearLeftovers: (client: ClientBase) => Promise<void>;
}

export interface ErasureContext {
  readonly pool: Pool;
  readonly copies: PlainCopies;
}

/**
 * Runs `work` in one transaction during which no plain copies are made. It is durable when this
 * resolves. Then clears copies that are no longer in use.
 */
export const withCopiesHeld = async <Result>(
  { pool, copies }: ErasureContext,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL synchronous_commit = on');
    await copies.hold(client);
    const result = await work(client);
    await client.query('COMMIT');
    await copies.clearLeftovers(client);
    client.release();
    return result;
  } catch (error) {
    // A connection that failed within a transaction is not reused.
    client.release(true);
    throw error;
  }
};

/** A text, because PostgreSQL stores microseconds and a `Date` does not. */
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

/** Lists all erasures, or those of one store, newest first and one page in memory at a time. */
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
