import type { ClientBase, Pool } from 'pg';

/** Up to where in the log everything is applied; -1 is nothing. */
export const readPosition = async (database: Pool | ClientBase): Promise<bigint> => {
  const { rows } = await database.query<{ position: string }>('SELECT position FROM projection');
  return BigInt(rows[0]?.position ?? -1);
};
