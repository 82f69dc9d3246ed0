import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { VerificationProgress } from '#evidence';
import type { VerificationResult } from './verification-result.js';

/** The table of this folder, for `migrate` of libs/runtime. */
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
 * A run whose process was killed is not renewed any more. After 30 seconds such a run counts as
 * stopped, so that a new run can begin.
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

/** Runs that are kept, enough for more than a year of daily runs. Older runs are deleted. */
const keptMax = 500;

const tidySql = `DELETE FROM audit.verifications WHERE status <> 'running' AND verification_id IN (
  SELECT verification_id FROM audit.verifications ORDER BY started_at DESC, verification_id DESC
  OFFSET ${keptMax})`;

/** The list continues after the run `$2`, if it is given: the last run of the previous page. */
const listSql = `SELECT ${columns} FROM audit.verifications
  WHERE $2::uuid IS NULL OR (started_at, verification_id) <
    (SELECT started_at, verification_id FROM audit.verifications WHERE verification_id = $2)
  ORDER BY started_at DESC, verification_id DESC LIMIT $1`;

const findSql = `SELECT ${columns} FROM audit.verifications WHERE verification_id = $1`;

/** The verifications of the whole log, shared by all processes. */
export class VerificationRuns {
  constructor(private readonly pool: Pool) {}

  /** Begins a run, or returns the run that is under way; at most one runs at a time. */
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

  /** Records the progress of a run, and that its process still works. */
  async progress(verificationId: string, progress: RunProgress | undefined): Promise<void> {
    const told = progress === undefined ? null : JSON.stringify(progress);
    await this.pool.query(progressSql, [verificationId, told]);
  }

  /** Ends a run. Without a result the run counts as stopped. */
  async end(verificationId: string, result: VerificationResult | undefined): Promise<void> {
    const status = result === undefined ? 'stopped' : 'done';
    const found = result === undefined ? null : JSON.stringify(result);
    await this.pool.query(endSql, [verificationId, status, found]);
    await this.pool.query(tidySql);
  }

  /**
   * The runs, the newest first; if `last` is given, only the runs that follow it. `last` must be a
   * UUID.
   */
  async list(limit: number, last?: string): Promise<readonly VerificationRun[]> {
    return this.#rows(listSql, [limit, last ?? null]);
  }

  /** `verificationId` must be a UUID. */
  async find(verificationId: string): Promise<VerificationRun | undefined> {
    return (await this.#rows(findSql, [verificationId]))[0];
  }

  async #rows(text: string, values: readonly unknown[] = []): Promise<VerificationRun[]> {
    return (await this.pool.query<VerificationRun>(text, [...values])).rows;
  }
}
