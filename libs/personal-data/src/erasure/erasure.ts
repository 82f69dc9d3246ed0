import type { ClientBase, Pool } from 'pg';

/** The record of a destroyed key. It names no person. */
export interface Erasure {
  readonly keyId: string;
  readonly storeId: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly erasedAt: string;
  /**
   * Id of the client that asked for the erasure, or the operating system account that ran the
   * command.
   */
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

/**
 * Deletes the unencrypted copies of customers' data in the read models. Destroying a person's key
 * makes only the encrypted data unreadable, so the copies have to be deleted too.
 */
export interface PlainCopies {
  /**
   * Prevents new copies of the data until the transaction ends. Called before a key is destroyed.
   */
  readonly hold: (client: ClientBase) => Promise<void>;
  /**
   * Deletes the copies of these keys' data within the transaction. Returns the number of orders
   * that had a copy.
   */
  readonly forget: (client: ClientBase, keyIds: readonly string[]) => Promise<number>;
  /** The id of the key of the order's customer; `undefined` if the read models show no customer. */
  readonly keyOfOrder: (client: ClientBase, orderId: string) => Promise<string | undefined>;
  /**
   * Deletes copies in old tables that a rebuild of the read models no longer uses. Called after the
   * transaction.
   */
  readonly clearLeftovers: (client: ClientBase) => Promise<void>;
}

export interface ErasureContext {
  readonly pool: Pool;
  readonly copies: PlainCopies;
}

/**
 * Runs `work` in a transaction during which no unencrypted copies can be made. The result is on
 * disk when the promise resolves. Copies in old tables, which a rebuild of the read models no
 * longer uses, are deleted after the transaction.
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
    // The connection is closed instead of reused, because its transaction failed.
    client.release(true);
    throw error;
  }
};

/**
 * A record of an erasure, with its time as the text `place`, after which the next read of the list
 * continues. A `Date` would lose the microseconds that PostgreSQL stores.
 */
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

/**
 * Lists all erasures, or those of one store, newest first. Only the records of one read are in
 * memory at a time.
 */
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
