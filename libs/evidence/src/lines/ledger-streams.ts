import {
  actionStream,
  identityStream,
  isSettlementStream,
  orderStreamPrefix,
} from '#event-log/offline';
import { sealStream } from '../seals/seal.js';

/** Whether this ledger writes the stream: it writes orders, settlements, seals, its identity and the audit trail, and nothing else. */
export const isLedgerStream = (stream: string): boolean =>
  stream.startsWith(orderStreamPrefix) ||
  isSettlementStream(stream) ||
  stream === sealStream ||
  stream === identityStream ||
  stream === actionStream;
