import type { ClientBase } from 'pg';
import { captureChangeValues, changedCaptures } from '../projection/capture-changes.js';
import type { PageChanges } from '../projection/page-changes.js';
import type { Statement } from '../sql/query.js';

const insertSql = `
  INSERT INTO capture_changes (order_id, capture_id, refunded, status)
  SELECT * FROM ${changedCaptures}`;

const applySql = `
  UPDATE captures c
  SET refunded = changed.refunded, status = coalesce(changed.status, c.status)
  FROM (
    SELECT order_id, capture_id, sum(refunded) AS refunded, max(status) AS status
    FROM capture_changes GROUP BY order_id, capture_id) AS changed
  WHERE c.order_id = changed.order_id AND c.capture_id = changed.capture_id;
  TRUNCATE capture_changes`;

/**
 * While captures are loaded they have no index, so that one cannot be found to be changed. What became of them is put
 * aside, and applied when there is one.
 */
export const stageCaptureChanges = async (client: ClientBase): Promise<void> => {
  await client.query(`
    CREATE UNLOGGED TABLE capture_changes (
      order_id uuid, capture_id uuid, refunded bigint, status text)`);
};

export const putCaptureChangesAside = ({ events }: PageChanges): Statement[] => {
  const values = captureChangeValues(events);
  return values === undefined ? [] : [{ name: 'stage-capture-changes', text: insertSql, values }];
};

export const applyCaptureChanges = async (client: ClientBase): Promise<void> => {
  await client.query(applySql);
};
