import type { Plain } from '../../../contract-kit/plain.js';
import {
  type CsvColumn,
  vatPerRateColumn,
  vatTotalColumn,
} from '../../../contract-kit/tables/csv.js';
import type { HistoryEntry } from './history-entry.js';

type Row = NonNullable<Plain<HistoryEntry>['rows']>[number];

/** `2 x 10002 T-Shirt: 19000 (25%)` */
const rowText = ({ quantity, articleNumber, description, amount, vatRate }: Row): string =>
  `${quantity} x ${[articleNumber, description].filter((text) => text !== undefined).join(' ')}: ${amount} (${vatRate}%)`;

/** The columns of a history as CSV. Amounts are in the currency's minor unit, as everywhere in `/v1`. */
export const historyCsv: readonly CsvColumn<Plain<HistoryEntry>>[] = [
  { name: 'revision', of: ({ revision }) => revision },
  { name: 'position', of: ({ position }) => position },
  { name: 'recordedAt', of: ({ recordedAt }) => recordedAt },
  { name: 'type', of: ({ type }) => type },
  { name: 'client', of: ({ actor }) => actor.client },
  { name: 'contract', of: ({ contract }) => contract },
  { name: 'reference', of: ({ reference }) => reference },
  { name: 'amount', of: ({ amount }) => amount },
  { name: 'currency', of: ({ currency }) => currency },
  { name: 'status', of: ({ after }) => after.status },
  { name: 'captured', of: ({ after }) => after.captured },
  { name: 'refunded', of: ({ after }) => after.refunded },
  { name: 'cancelled', of: ({ after }) => after.cancelled },
  { name: 'remaining', of: ({ after }) => after.remaining },
  { name: 'chain', of: ({ chain }) => chain },
  { name: 'rows', of: ({ rows }) => rows?.map(rowText).join('; ') },
  vatTotalColumn,
  vatPerRateColumn,
  { name: 'settlementId', of: ({ settlement }) => settlement?.settlementId },
  { name: 'settlementNumber', of: ({ settlement }) => settlement?.number },
  { name: 'payoutReference', of: ({ settlement }) => settlement?.payoutReference },
  { name: 'paidOn', of: ({ settlement }) => settlement?.paidOn },
];
