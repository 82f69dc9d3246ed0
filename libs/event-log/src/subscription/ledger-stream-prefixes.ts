import { orderStreamPrefix } from '../order/stream-of.js';
import { settlementStreamPrefix } from '../settlement/settlement-stream-of.js';

/** The streams that read models are made from. */
export const ledgerStreamPrefixes: readonly string[] = [orderStreamPrefix, settlementStreamPrefix];
