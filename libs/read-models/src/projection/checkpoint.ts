import type { ClientBase } from 'pg';
import { positionChannel } from '../position/position-channel.js';
import type { ProjectionPage } from './projection-page.js';

export interface Checkpoint {
  /** Everything up to here is applied; -1 is nothing. */
  readonly position: bigint;
  /** Tells when it was set, and so two settings at one position apart. */
  readonly mark: string;
  /** Whether any stream is damaged. */
  readonly hasDamages: boolean;
}

interface CheckpointRecord {
  readonly position: string;
  readonly mark: string;
  readonly has_damages: boolean;
}

/**
 * Takes the checkpoint's lock for the transaction: another projector waits, and then finds it moved.
 *
 * The other tables are read after it, in a statement of their own. One statement would lock them
 * first and then wait for the checkpoint, while the switch of a rebuild, which has the checkpoint,
 * waits for the tables.
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
  /** Whether those who wait for a position are told, when the transaction commits. */
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

/** The checkpoint stays; that it is still the end of the log is news. */
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
