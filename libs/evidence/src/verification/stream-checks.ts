import {
  actionStream,
  identityStream,
  isSettlementStream,
  orderStreamPrefix,
} from '#event-log/offline';
import type { OrderIds } from '#ledger';
import type { Findings } from '../findings/findings.js';
import { isLedgerStream } from '../lines/ledger-streams.js';
import { ActionFold } from './action-fold.js';
import { IdentityFold } from './identity-fold.js';
import { OrderFold } from './order-fold.js';
import { SettlementFold } from './settlement-fold.js';
import { StreamCheck } from './stream-check.js';
import type { StreamFold } from './stream-fold.js';

/** How a stream is checked, by its name. Whatever it holds, revisions and chain are. */
export const streamCheckOf = (
  stream: string,
  { findings, orderIds }: StreamCheckContext,
): StreamCheck =>
  new StreamCheck({ isOfLedger: isLedgerStream(stream), fold: foldOf(stream, orderIds) }, findings);

export interface StreamCheckContext {
  readonly findings: Findings;
  /** As the identity in the log says. */
  readonly orderIds: OrderIds;
}

const foldOf = (stream: string, orderIds: OrderIds): StreamFold | undefined => {
  if (stream.startsWith(orderStreamPrefix)) {
    return new OrderFold(stream.slice(orderStreamPrefix.length), orderIds);
  }
  if (stream === identityStream) return new IdentityFold();
  if (stream === actionStream) return new ActionFold();
  return isSettlementStream(stream) ? new SettlementFold(stream) : undefined;
};
