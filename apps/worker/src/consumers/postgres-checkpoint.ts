import type { Pool } from 'pg';
import type { Checkpoint, CheckpointMove } from '#event-log';

/** The migrations of the worker's tables, for the function `migrate` of libs/runtime. */
export const consumerMigrations = {
  name: 'consumers',
  directory: new URL('./migrations/', import.meta.url),
} as const;

/**
 * Thrown if another worker has moved the checkpoint in the meantime. The position that the other
 * worker wrote is kept.
 */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

const loadSql = 'SELECT position FROM consumers.checkpoints WHERE name = $1';

const saveSql = `
  INSERT INTO consumers.checkpoints AS kept (name, position, saved_at)
  VALUES ($1, $2, clock_timestamp())
  ON CONFLICT (name) DO UPDATE SET position = excluded.position, saved_at = excluded.saved_at
    WHERE kept.position = $3`;

/** The checkpoint of a log consumer, stored as a row in PostgreSQL. */
export class PostgresCheckpoint implements Checkpoint {
  readonly #pool: Pick<Pool, 'query'>;
  readonly #name: string;

  constructor(pool: Pick<Pool, 'query'>, name: string) {
    this.#pool = pool;
    this.#name = name;
  }

  async load(): Promise<bigint | undefined> {
    const { rows } = await this.#pool.query<{ readonly position: string }>(loadSql, [this.#name]);
    return rows[0] && BigInt(rows[0].position);
  }

  /**
   * Moves the stored checkpoint from `after` to `position`. Throws `CheckpointMoved` if the stored
   * checkpoint is not at `after`.
   */
  async save({ after, position }: CheckpointMove): Promise<void> {
    const { rowCount } = await this.#pool.query(saveSql, [this.#name, position, after]);
    if (rowCount === 1) return;
    throw new CheckpointMoved(`The checkpoint of "${this.#name}" does not stand at ${after}`);
  }
}

/**
 * Sets each checkpoint that is beyond the end of the log back to that end. After a backup was
 * restored, the log can be shorter than before.
 */
export const endCheckpointsAt = async (client: Pick<Pool, 'query'>, end: bigint): Promise<void> => {
  // A database of an earlier version has no table of checkpoints.
  const { rows } = await client.query<{ readonly isThere: boolean }>(
    `SELECT to_regclass('consumers.checkpoints') IS NOT NULL AS "isThere"`,
  );
  if (rows[0]?.isThere !== true) return;
  await client.query('UPDATE consumers.checkpoints SET position = least(position, $1::bigint)', [
    String(end),
  ]);
};
