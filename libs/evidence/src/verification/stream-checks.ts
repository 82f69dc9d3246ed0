import { isSettlementStream, orderStreamPrefix } from '#event-log/offline';
import type { Findings } from '../findings/findings.js';
import { isLedgerStream } from '../lines/ledger-streams.js';
import { OrderFold } from './order-fold.js';
import { SettlementFold } from './settlement-fold.js';
import { StreamCheck } from './stream-check.js';
import type { StreamFold } from './stream-fold.js';

/** How a stream is checked, by its name. Whatever it holds, revisions and chain are. */
export const checkOf = (stream: string, findings: Findings): StreamCheck =>
  new StreamCheck({ isOfLedger: isLedgerStream(stream), fold: foldOf(stream) }, findings);

const foldOf = (stream: string): StreamFold | undefined => {
  if (stream.startsWith(orderStreamPrefix)) {
    return new OrderFold(stream.slice(orderStreamPrefix.length));
  }
  return isSettlementStream(stream) ? new SettlementFold(stream) : undefined;
};
