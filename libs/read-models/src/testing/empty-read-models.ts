import type { Pool } from 'pg';
import { positionChannel } from '../projection/checkpoint.js';
import { rebuiltNames } from '../tables/rebuilt-tables.js';

const emptySql = `
  BEGIN;
  SELECT position FROM projection FOR UPDATE;
  TRUNCATE ${rebuiltNames.filter((name) => name !== 'damaged_streams').join(', ')};
  UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL;
  SELECT pg_notify('${positionChannel}', '-1');
  COMMIT`;

/** Empties the read models and sets their position to -1, as an operator may do by hand. */
export const emptyReadModels = async (pool: Pool): Promise<void> => {
  await pool.query(emptySql);
};
