import type { ClientBase, Pool } from 'pg';
import type { Instant } from '#ledger';
import type { LogMark, ProjectionPage } from './projection-page.js';

/**
 * The PostgreSQL channel on which the projection sends its position by NOTIFY with each group of
 * events that it commits.
 */
export const positionChannel = 'ledger_position';

/** The position in a notification; undefined if the payload is not a number. */
export const parsePosition = (payload: string | undefined): bigint | undefined =>
  payload !== undefined && /^-?\d{1,19}$/.test(payload) ? BigInt(payload) : undefined;

export interface Checkpoint {
  /** Everything up to this position of the log is applied; -1 if nothing is. */
  readonly position: bigint;
  /**
   * The time at which the stored position was last changed. If a projection remembers another time,
   * another process has changed the read models since.
   */
  readonly mark: string;
  /** True if any stream has an event that could not be read or applied. */
  readonly hasDamages: boolean;
}

interface CheckpointRecord {
  readonly position: string;
  readonly mark: string;
  readonly has_damages: boolean;
}

/**
 * Locks the stored position (the checkpoint) until the end of the transaction, so that only one
 * projection writes at a time. Another projection waits for the lock, and then finds that the
 * position has moved.
 *
 * `damaged_streams` is read by a second statement, when the position is already locked. A single
 * statement could lock that table before the position. The switch of a rebuild locks the position
 * first, so the two could deadlock.
 */
export const lockCheckpoint = async (client: ClientBase): Promise<Checkpoint> => {
  const [locked, damages] = await Promise.all([
    client.query<Omit<CheckpointRecord, 'has_damages'>>({
      name: 'lock-checkpoint',
      text: 'SELECT position, applied_at::text AS mark FROM projection FOR UPDATE',
    }),
    client.query<Pick<CheckpointRecord, 'has_damages'>>({
      name: 'any-damages',
      text: 'SELECT EXISTS (SELECT FROM damaged_streams) AS has_damages',
    }),
  ]);
  const has_damages = damages.rows[0]?.has_damages ?? false;
  return checkpointOf(locked.rows.map((row) => ({ ...row, has_damages })));
};

const moveSql = `
  WITH moved AS (
    UPDATE projection SET position = $1, applied_at = clock_timestamp(),
      fresh_at = greatest(fresh_at, least(clock_timestamp(), $2::timestamptz)),
      event_position = coalesce($4, event_position), event_id = coalesce($5, event_id),
      event_chain = coalesce($6, event_chain)
    RETURNING position, applied_at::text AS mark)
  SELECT position, mark, EXISTS (SELECT FROM damaged_streams) AS has_damages,
    CASE WHEN $3 THEN pg_notify('${positionChannel}', position::text) END FROM moved`;

export interface Move extends Pick<ProjectionPage, 'position' | 'freshAt' | 'last'> {
  /**
   * True if the reads that wait for a position are notified (`pg_notify`) when these events are
   * committed.
   */
  readonly announce: boolean;
}

export const moveCheckpoint = async (
  client: ClientBase,
  { position, freshAt, last, announce }: Move,
): Promise<Checkpoint> => {
  const { rows } = await client.query<CheckpointRecord>({
    name: 'move-checkpoint',
    text: moveSql,
    values: [position, freshAt, announce, last?.position, last?.eventId, last?.chain],
  });
  return checkpointOf(rows);
};

const renewSql = `
  UPDATE projection
  SET fresh_at = greatest(fresh_at, least(clock_timestamp(), $1::timestamptz))`;

/**
 * Records that the log has no events after the stored position, so that the read models count as
 * fresh.
 */
export const renewCheckpoint = async (
  client: ClientBase,
  { freshAt }: ProjectionPage,
): Promise<void> => {
  if (freshAt === undefined) return;
  await client.query({ name: 'renew-checkpoint', text: renewSql, values: [freshAt] });
};

const checkpointOf = ([record]: readonly CheckpointRecord[]): Checkpoint => {
  if (record === undefined) throw new Error('The table "projection" has lost its row');
  const { position, mark, has_damages } = record;
  return { position: BigInt(position), mark, hasDamages: has_damages };
};

/** The position up to which the log is applied; -1 if nothing is applied yet. */
export const readPosition = async (database: Pool | ClientBase): Promise<bigint> => {
  const { rows } = await database.query<{ position: string }>('SELECT position FROM projection');
  return BigInt(rows[0]?.position ?? -1);
};

/**
 * The position up to which the log is applied to the read models, and how outdated the read models
 * may be.
 */
export interface ProjectionStatus {
  /** Everything up to this place in the log is applied; -1 if nothing is. */
  readonly position: bigint;
  /** The time when events were last applied. */
  readonly appliedAt: Instant;
  /**
   * All events that were in the log at this instant are applied. The older the instant is, the more
   * outdated a read may be. A worker at the end of the log renews the instant each second. Absent
   * before the first events are applied.
   */
  readonly freshAt?: Instant;
  /** Age of `freshAt` in seconds, by the clock of the database. */
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

/**
 * The newest event that was applied to the read models. A worker looks for this event in the log
 * before it continues, because the log may have been replaced, for example by an old backup.
 */
export interface LogAnchor {
  /** Everything up to this position of the log is applied; -1 if nothing is. */
  readonly position: bigint;
  /**
   * The newest event that was applied. Absent in a database of an older version until the next
   * event is applied.
   */
  readonly last?: LogMark;
}

interface AnchorRecord {
  readonly position: string;
  readonly event_position: string | null;
  readonly event_id: string | null;
  readonly event_chain: string | null;
}

export const readAnchor = async (database: Pool | ClientBase): Promise<LogAnchor> => {
  const { rows } = await database.query<AnchorRecord>({
    name: 'read-anchor',
    text: 'SELECT position, event_position, event_id, event_chain FROM projection',
  });
  const record = rows[0];
  if (record === undefined) return { position: -1n };
  const { position, event_position: at, event_id: eventId, event_chain: chain } = record;
  return {
    position: BigInt(position),
    ...(at !== null &&
      eventId !== null && { last: { position: BigInt(at), eventId, chain: chain ?? '' } }),
  };
};
