import { Pool } from 'pg';
import type { PoolConfig } from 'pg';

/**
 * Connections to PostgreSQL that may be lost at any time: whoever waits for an answer on one hears of it by that query,
 * and the pool makes another. A connection that is given out has no listener of its own, and Node ends the process when
 * an error is told to nobody; so each gets one.
 *
 * @param onIdleLost is told of a connection that was lost while nobody used it.
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
