import type { Pool } from 'pg';
import type { Instant } from '#ledger';

/** The reason why the sums of a closed settlement (its statement) could not be written. */
export interface SettlementProblem {
  readonly settlementId: string;
  readonly detail: string;
  readonly since: Instant;
}

interface ProblemRecord {
  readonly settlement_id: string;
  readonly detail: string;
  readonly since: Date;
}

/** The most problems in one answer. Usually there are none. */
const listedMax = 100;

/**
 * The table of closed settlements whose sums (statement) could not be written. The rows do not come
 * from events of the log, so the table is not a read model, and a rebuild does not change it.
 */
export class SettlementProblems {
  constructor(private readonly pool: Pool) {}

  /**
   * Records a problem of a settlement. If the settlement already has one, the text is replaced and
   * `since` stays.
   */
  async put(settlementId: string, detail: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO settlement_problems (settlement_id, detail) VALUES ($1, $2)
       ON CONFLICT (settlement_id) DO UPDATE SET detail = excluded.detail`,
      [settlementId, detail],
    );
  }

  /** Deletes the problems of all settlements except these. */
  async keepOnly(settlementIds: readonly string[]): Promise<void> {
    await this.pool.query(
      'DELETE FROM settlement_problems WHERE settlement_id <> ALL ($1::uuid[])',
      [settlementIds],
    );
  }

  async find(settlementId: string): Promise<SettlementProblem | undefined> {
    const { rows } = await this.pool.query<ProblemRecord>(
      'SELECT settlement_id, detail, since FROM settlement_problems WHERE settlement_id = $1',
      [settlementId],
    );
    return rows[0] && problemOf(rows[0]);
  }

  async count(): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>(
      'SELECT count(*) FROM settlement_problems',
    );
    return Number(rows[0]?.count ?? 0);
  }

  /** The problems, the oldest first; at most 100. */
  async list(): Promise<SettlementProblem[]> {
    const { rows } = await this.pool.query<ProblemRecord>(
      `SELECT settlement_id, detail, since FROM settlement_problems ORDER BY since, settlement_id
       LIMIT ${listedMax}`,
    );
    return rows.map(problemOf);
  }
}

const problemOf = ({ settlement_id, detail, since }: ProblemRecord): SettlementProblem => ({
  settlementId: settlement_id,
  detail,
  since: since.toISOString(),
});

/** The settlements that were closed, but whose sums (statement) were not written yet. */
export interface SettlementBacklog {
  readonly unstated: number;
  /** The time that the oldest of these settlements has waited, in seconds; 0 if there is none. */
  readonly unstatedSeconds: number;
  /**
   * Number of settlements whose sums cannot be written, because the read model differs from the
   * log.
   */
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
