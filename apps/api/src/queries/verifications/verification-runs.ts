import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { VerificationProgress } from '#evidence';
import type { VerificationResult } from './verification-result.js';

/** The migrations of the table `audit.verifications`, to be run at start. */
export const verificationMigrations = {
  name: 'verifications',
  directory: new URL('./migrations/', import.meta.url),
} as const;

export type RunProgress = Pick<VerificationProgress, 'step' | 'events' | 'eventsTotal' | 'share'>;

/** A verification of the whole log that a client asked for. */
export interface VerificationRun {
  readonly verificationId: string;
  readonly requestedBy: string;
  readonly sealHash: string | null;
  readonly status: 'running' | 'done' | 'stopped';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly progress: RunProgress | null;
  readonly result: VerificationResult | null;
}

const columns = `verification_id AS "verificationId", requested_by AS "requestedBy",
  seal_hash AS "sealHash", status, started_at AS "startedAt", ended_at AS "endedAt", progress,
  result`;

/**
 * A running verification updates `alive_at` regularly. If its process was killed, the run counts as
 * stopped after 30 seconds, so that a new run can begin.
 */
const abandonedSql = `UPDATE audit.verifications SET status = 'stopped', ended_at = now()
  WHERE status = 'running' AND alive_at < now() - interval '30 s'`;

const beginSql = `INSERT INTO audit.verifications (verification_id, requested_by, seal_hash, status)
  VALUES ($1, $2, $3, 'running') ON CONFLICT DO NOTHING RETURNING ${columns}`;

const runningSql = `SELECT ${columns} FROM audit.verifications WHERE status = 'running'`;

const progressSql = `UPDATE audit.verifications SET progress = $2, alive_at = now()
  WHERE verification_id = $1 AND status = 'running'`;

const endSql = `UPDATE audit.verifications
  SET status = $2, result = $3, ended_at = now(), alive_at = now()
  WHERE verification_id = $1 AND status = 'running'`;

/** The number of runs that are kept, more than a year of daily runs. Older runs are deleted. */
const keptMax = 500;

const tidySql = `DELETE FROM audit.verifications WHERE status <> 'running' AND verification_id IN (
  SELECT verification_id FROM audit.verifications ORDER BY started_at DESC, verification_id DESC
  OFFSET ${keptMax})`;

/**
 * One page of runs, the newest first. `$2` is the last run of the page before, or null for the
 * first page.
 */
const listSql = `SELECT ${columns} FROM audit.verifications
  WHERE $2::uuid IS NULL OR (started_at, verification_id) <
    (SELECT started_at, verification_id FROM audit.verifications WHERE verification_id = $2)
  ORDER BY started_at DESC, verification_id DESC LIMIT $1`;

const findSql = `SELECT ${columns} FROM audit.verifications WHERE verification_id = $1`;

/** Stores the verifications of the whole log in PostgreSQL, so that all processes share them. */
export class VerificationRuns {
  constructor(private readonly pool: Pool) {}

  /** Begins a run. If a run is in progress, in any process, that run is returned instead. */
  async begin(
    requestedBy: string,
    sealHash: string | undefined,
  ): Promise<{ readonly run: VerificationRun; readonly isNew: boolean }> {
    await this.pool.query(abandonedSql);
    for (;;) {
      const begun = await this.#rows(beginSql, [randomUUID(), requestedBy, sealHash ?? null]);
      if (begun[0] !== undefined) return { run: begun[0], isNew: true };
      const running = await this.#rows(runningSql);
      if (running[0] !== undefined) return { run: running[0], isNew: false };
    }
  }

  /**
   * Records the progress of a run. Each call also shows that the process of the run is still alive.
   */
  async progress(verificationId: string, progress: RunProgress | undefined): Promise<void> {
    const told = progress === undefined ? null : JSON.stringify(progress);
    await this.pool.query(progressSql, [verificationId, told]);
  }

  /** Ends a run. A run without a result gets the status `stopped`. */
  async end(verificationId: string, result: VerificationResult | undefined): Promise<void> {
    const status = result === undefined ? 'stopped' : 'done';
    const found = result === undefined ? null : JSON.stringify(result);
    await this.pool.query(endSql, [verificationId, status, found]);
    await this.pool.query(tidySql);
  }

  /** One page of runs, the newest first. `last` is the UUID of the last run of the page before. */
  async list(limit: number, last?: string): Promise<readonly VerificationRun[]> {
    return this.#rows(listSql, [limit, last ?? null]);
  }

  /** Finds a run by its id. The id must be a UUID, otherwise PostgreSQL fails. */
  async find(verificationId: string): Promise<VerificationRun | undefined> {
    return (await this.#rows(findSql, [verificationId]))[0];
  }

  async #rows(text: string, values: readonly unknown[] = []): Promise<VerificationRun[]> {
    return (await this.pool.query<VerificationRun>(text, [...values])).rows;
  }
}
