import type { Pool } from 'pg';
import { positionChannel } from '../projection/checkpoint.js';

const emptySql = `
  BEGIN;
  SELECT position FROM projection FOR UPDATE;
  TRUNCATE orders, captures, search_texts, applied_actions, refunds, reauthorizations,
    settlement_lines, settlements, order_customers;
  UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL;
  SELECT pg_notify('${positionChannel}', '-1');
  COMMIT`;

/** Takes the read models back to before the beginning of the log, as an operator or a restored backup may. */
export const emptyReadModels = async (pool: Pool): Promise<void> => {
  await pool.query(emptySql);
};
