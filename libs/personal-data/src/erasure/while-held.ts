import type { ClientBase, Pool } from 'pg';
import type { PlainCopies } from './plain-copies.js';

export interface Held {
  readonly pool: Pool;
  readonly copies: PlainCopies;
}

/**
 * Does the work in one transaction, durable when this resolves, while no plain copies are made; then clears those that
 * nobody reads.
 */
export const whileHeld = async <Result>(
  { pool, copies }: Held,
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
    // A connection that failed within a transaction is not given to anybody else.
    client.release(true);
    throw error;
  }
};
