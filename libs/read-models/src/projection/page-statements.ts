import type { Statement } from '../sql/query.js';
import { writeCaptureChanges, writeCaptures } from '../tables/captures.js';
import { writeDamages } from '../tables/damaged-streams.js';
import { writeActions, writeSearchTexts } from '../tables/lookups.js';
import { writeOrders } from '../tables/orders.js';
import { writeReauthorizations } from '../tables/reauthorizations.js';
import { writeRefunds } from '../tables/refunds.js';
import { writeSettlementLines } from '../tables/settlement-lines.js';
import { writeTerminalIntents } from '../tables/terminal-intents.js';
import type { PageChanges } from './page-changes.js';

/** The statements that add rows to tables. The order of these statements does not matter. */
export const addedRows = (changes: PageChanges): Statement[] => [
  ...writeCaptures(changes),
  ...writeSearchTexts(changes),
  ...writeActions(changes),
  ...writeSettlementLines(changes),
  ...writeRefunds(changes),
  ...writeReauthorizations(changes),
  ...writeTerminalIntents(changes),
];

/**
 * The statements that write the effects of a page of events, except those for settlements and
 * customers.
 */
export const pageStatements = (changes: PageChanges): Statement[] => [
  ...writeDamages(changes.damages),
  ...writeOrders(changes),
  ...addedRows(changes),
  ...writeCaptureChanges(changes),
];
