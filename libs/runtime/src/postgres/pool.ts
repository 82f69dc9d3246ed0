import { Pool, type PoolClient, type PoolConfig } from 'pg';

/**
 * A pool that survives lost connections: the query on a lost connection rejects, and the pool makes
 * another connection. A connection in use emits an error when it is lost, and an error without a
 * listener ends the process, so each connection gets a listener.
 *
 * @param onIdleLost is called for a connection that was lost while no query used it.
 */
export const openPool = (config: PoolConfig, onIdleLost: (reason: string) => void): Pool => {
  const pool = new Pool(config);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  pool.on('error', ({ message }) => {
    onIdleLost(message);
  });
  return pool;
};

/**
 * Runs `work` in a transaction on one connection of the pool. If `work` fails, nothing is changed,
 * and its error is thrown.
 */
export const inTransaction = async <Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // Closing the connection rolls the transaction back, even if the connection itself has failed.
    client.release(true);
    throw error;
  }
};
