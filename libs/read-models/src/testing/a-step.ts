import fc from 'fast-check';
import type { OrderCommand } from '#ledger';
import type { RecordedLog } from './recorded-log.js';

/** The next command on a log. */
export type Step = (log: RecordedLog, commands: number) => OrderCommand;

/** The number of an order. There are few, so that commands meet. */
export const aNumber = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
