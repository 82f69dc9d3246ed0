import type { Pool } from 'pg';
import { positionChannel } from '../position/position-channel.js';

/** Readers hold the tables for the time of a statement; a transaction forgotten open must not hang the rebuild. */
const lockMsMax = 30_000;
/** Two locks are waited for; the pool's own bounds, made for requests, would end the wait before. */
const emptyMsMax = 3 * lockMsMax;

const emptySql = `
  BEGIN;
  SET LOCAL statement_timeout = 0;
  SET LOCAL lock_timeout = ${lockMsMax};
  SELECT position FROM projection FOR UPDATE;
  TRUNCATE orders, captures, search_texts, applied_actions;
  UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL;
  SELECT pg_notify('${positionChannel}', '-1');
  COMMIT`;
const emptying = { text: emptySql, query_timeout: emptyMsMax };

/**
 * Takes the read models back to before the beginning of the log, at once. A worker that is projecting
 * finds that its next page does not join on (`ProjectionGap`) and starts again from the checkpoint.
 */
export const emptyReadModels = async (pool: Pool): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query(emptying);
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
};
