import { arraysOf, text, uuid, type Column } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { captureIn } from './capture-in.js';
import type { PageChanges } from './page-changes.js';
import type { ProjectedEvent } from './projection-page.js';

const insertSql = `
  INSERT INTO applied_actions (order_id, correlation_id)
  SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[])
  ON CONFLICT DO NOTHING`;

const columns: readonly Column<ProjectedEvent>[] = [
  uuid(({ data }) => data.orderId),
  text(({ metadata }) => metadata.correlationId),
];

/**
 * The requests that the rows of orders and captures do not name themselves. An action may have several events, in this
 * page and the next.
 */
export const writeActions = ({ orders, events }: PageChanges): Statement[] => {
  const others = events.filter((event) => {
    const registeredBy = orders.get(event.data.orderId)?.after.registeredBy;
    return captureIn(event) === undefined && event.metadata.correlationId !== registeredBy;
  });
  if (others.length === 0) return [];
  return [{ name: 'insert-actions', text: insertSql, values: arraysOf(columns, others) }];
};
