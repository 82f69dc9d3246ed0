import type { Pool } from 'pg';
import type { Instant } from '#ledger';

/** How far the read models have come. */
export interface ProjectionStatus {
  /** Everything up to this place in the log is applied; -1 is nothing. */
  readonly position: bigint;
  /** When the last page was applied. */
  readonly appliedAt: Instant;
  /**
   * Everything that stood in the log at this instant is applied. An active worker that is caught up renews
   * it every second, so its age bounds how stale a read can be, also when the worker is gone. Absent until
   * a first page was applied.
   */
  readonly freshAt?: Instant;
  /** Age of `freshAt` by the database's clock, in seconds. */
  readonly staleSeconds?: number;
}

interface StatusRecord {
  readonly position: string;
  readonly applied_at: Date;
  readonly fresh_at: Date | null;
  readonly stale_seconds: number | null;
}

const statusSql = `
  SELECT position, applied_at, fresh_at,
    extract(epoch FROM clock_timestamp() - fresh_at)::float8 AS stale_seconds
  FROM projection`;

export const projectionStatus = async (pool: Pool): Promise<ProjectionStatus> => {
  const { rows } = await pool.query<StatusRecord>(statusSql);
  const record = rows[0];
  if (record === undefined) throw new Error('The table "projection" has lost its row');
  return {
    position: BigInt(record.position),
    appliedAt: record.applied_at.toISOString(),
    ...(record.fresh_at !== null && { freshAt: record.fresh_at.toISOString() }),
    ...(record.stale_seconds !== null && { staleSeconds: Math.max(0, record.stale_seconds) }),
  };
};
