import type { CaptureMethod, TerminalIntent } from '#ledger';
import type { PageChanges } from '../projection/page-changes.js';
import { integer, json, money, optional, text, textAs, timestamptz, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';
import type { SqlRecord } from '../sql/table.js';

/** The card-present payment intents of orders: payments at a card terminal. */
export const terminalIntents = new Table(
  'terminal_intents',
  {
    orderId: uuid,
    paymentIntent: text,
    /**
     * The revision of the event that made the intent. Intents of an order are shown in the order of
     * their revisions.
     */
    revision: integer,
    amount: money,
    captureMethod: textAs<CaptureMethod>(),
    paymentMethods: json<readonly string[]>(),
    metadata: json<Readonly<Record<string, string>>>(),
    customerId: optional(text),
    createdAt: timestamptz,
  },
  { ids: ['orderId', 'paymentIntent'], owner: 'orderId' },
);

export const writeTerminalIntents = ({ events }: PageChanges): Statement[] =>
  terminalIntents.insert(
    events.flatMap(({ type, data, revision }) =>
      type === 'TerminalIntentCreated' ? [{ ...data, revision }] : [],
    ),
  );

const shown = terminalIntents.only(
  ...(['paymentIntent', 'amount', 'captureMethod', 'paymentMethods', 'createdAt'] as const),
);

/**
 * An SQL column: the card-present intents of order `o` as a JSON array, in the order in which they
 * were made.
 */
export const terminalIntentsColumn = `
  (SELECT coalesce(json_agg(${shown.jsonObject('i')} ORDER BY i.revision), '[]')
   FROM terminal_intents i WHERE i.order_id = o.order_id) AS terminal_intents`;

export const terminalIntentOf = (record: SqlRecord): TerminalIntent => shown.read(record);
