import type { PageChanges } from '../projection/page-changes.js';
import type { Statement } from '../sql/query.js';
import type { AnyTable } from '../sql/table.js';
import { captures, writeCaptureChanges, writeCaptures } from './captures.js';
import { damagedStreamsTable, writeDamages } from './damaged-streams.js';
import { appliedActions, searchTexts, writeActions, writeSearchTexts } from './lookups.js';
import { orderCustomers } from './order-customers.js';
import { orders, writeOrders } from './orders.js';
import { reauthorizations, writeReauthorizations } from './reauthorizations.js';
import { refundOutcomes, refunds, writeRefunds } from './refunds.js';
import { settlementLines, writeSettlementLines } from './settlement-lines.js';
import { settlements } from './settlements.js';
import { terminalIntents, writeTerminalIntents } from './terminal-intents.js';

/**
 * The tables that a rebuild makes anew, in the order in which they are locked. A statement that
 * reads several of these tables must name them in this order, because otherwise it could deadlock
 * with the switch of a rebuild.
 */
export const rebuiltTables: readonly AnyTable[] = [
  ...[orders, captures, searchTexts, appliedActions, refunds],
  ...[
    refundOutcomes,
    reauthorizations,
    terminalIntents,
    settlementLines,
    settlements,
    orderCustomers,
    damagedStreamsTable,
  ],
];

export const rebuiltNames = rebuiltTables.map(({ name }) => name);

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
