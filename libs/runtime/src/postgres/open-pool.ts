import { Pool } from 'pg';
import type { PoolConfig } from 'pg';

/**
 * A pool whose connections may be lost at any time: the present query of a lost connection rejects,
 * and the pool makes another. A connection in use has no listener of its own for errors, and Node
 * ends the process on an error without a listener; so each gets one.
 *
 * @param onIdleLost is called for a connection that was lost while it was idle.
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
