import { orderStreamPrefix } from '#event-log/offline';
import type { Findings } from '../findings/findings.js';
import { sealStream } from '../seals/seal.js';
import { OrderFold } from './order-fold.js';
import { StreamCheck } from './stream-check.js';

export type AnyStreamCheck = StreamCheck<OrderFold>;

/** How a stream is checked, by its name. Whatever it holds, revisions and chain are. */
export const checkOf = (stream: string, findings: Findings): AnyStreamCheck => {
  if (stream.startsWith(orderStreamPrefix)) {
    const fold = new OrderFold(stream.slice(orderStreamPrefix.length));
    return new StreamCheck({ stream, idsFromChain: true, fold }, findings);
  }
  return new StreamCheck({ stream, idsFromChain: stream === sealStream }, findings);
};
