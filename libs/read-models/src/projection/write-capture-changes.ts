import type { Statement } from '../sql/query.js';
import { captureChangeValues, changedCaptures } from './capture-changes.js';
import type { PageChanges } from './page-changes.js';

const updateSql = `
  UPDATE captures c
  SET refunded = c.refunded + changed.refunded, status = coalesce(changed.status, c.status)
  FROM ${changedCaptures}
  WHERE c.order_id = changed.order_id AND c.capture_id = changed.capture_id`;

/** What became of captures, those of this page included: to be written behind them. */
export const writeCaptureChanges = ({ events }: PageChanges): Statement[] => {
  const values = captureChangeValues(events);
  return values === undefined ? [] : [{ name: 'update-captures', text: updateSql, values }];
};
