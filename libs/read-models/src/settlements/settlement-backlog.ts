import type { Pool } from 'pg';

/** Cuts that have no statement yet. */
export interface SettlementBacklog {
  readonly unstated: number;
  /** How long the oldest of them has waited, in seconds; 0 if there is none. */
  readonly unstatedSeconds: number;
  /** Of them those that cannot be stated, because the read model is not what the log says. */
  readonly refused: number;
}

const backlogSql = `
  SELECT count(*)::int AS unstated,
    coalesce(extract(epoch FROM clock_timestamp() - min(closed_at)), 0)::float8
      AS "unstatedSeconds",
    (SELECT count(*)::int FROM settlement_problems) AS refused
  FROM settlements WHERE stated_at IS NULL`;

export const settlementBacklog = async (pool: Pool): Promise<SettlementBacklog> => {
  const { rows } = await pool.query<SettlementBacklog>(backlogSql);
  if (rows[0] === undefined) throw new Error('An aggregate has no row');
  return rows[0];
};
