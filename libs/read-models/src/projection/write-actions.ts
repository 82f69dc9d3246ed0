import type { PageChanges } from './page-changes.js';
import type { Statement } from './statement.js';
import { textValue } from './text-value.js';

const text = `
  INSERT INTO applied_actions (order_id, correlation_id)
  SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[])
  ON CONFLICT DO NOTHING`;

/** An action may have several events, in this page and the next. */
export const writeActions = ({ events }: PageChanges): Statement => ({
  name: 'write-actions',
  text,
  values: [
    events.map(({ data }) => data.orderId),
    events.map(({ metadata }) => textValue(metadata.correlationId)),
  ],
});
