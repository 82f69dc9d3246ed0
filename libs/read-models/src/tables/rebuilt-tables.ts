import type { AnyTable } from '../sql/table.js';
import { captures } from './captures.js';
import { damagedStreamsTable } from './damaged-streams.js';
import { appliedActions, searchTexts } from './lookups.js';
import { orderCustomers } from './order-customers.js';
import { orders } from './orders.js';
import { reauthorizations } from './reauthorizations.js';
import { refundOutcomes, refunds } from './refunds.js';
import { settlementLines } from './settlement-lines.js';
import { settlements } from './settlements.js';
import { terminalIntents } from './terminal-intents.js';

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
