import { csvLine } from '../../../http/formats/csv-line.js';
import type { Cell } from '../../../http/formats/csv-line.js';
import type { Plain } from '../../../http/plain.js';
import type { HistoryEntry } from './history-entry.js';

/** What each column says. Amounts are in the currency's minor unit, as everywhere in `/v1`. */
const columns: Readonly<Record<string, (entry: Plain<HistoryEntry>) => Cell>> = {
  revision: ({ revision }) => revision,
  position: ({ position }) => position,
  recordedAt: ({ recordedAt }) => recordedAt,
  type: ({ type }) => type,
  client: ({ actor }) => actor.client,
  contract: ({ contract }) => contract,
  reference: ({ reference }) => reference,
  amount: ({ amount }) => amount,
  currency: ({ currency }) => currency,
  status: ({ after }) => after.status,
  captured: ({ after }) => after.captured,
  refunded: ({ after }) => after.refunded,
  cancelled: ({ after }) => after.cancelled,
  remaining: ({ after }) => after.remaining,
  chain: ({ chain }) => chain,
};

export const historyCsvHeader = csvLine(Object.keys(columns));

export const historyCsvLine = (entry: Plain<HistoryEntry>): string =>
  csvLine(Object.values(columns).map((cell) => cell(entry)));
