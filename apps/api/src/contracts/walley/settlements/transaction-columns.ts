import { formatMinor, localDay } from '#ledger';
import type { SettlementView } from '#read-models';
import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import { buyerNames } from './buyer-names.js';
import type { StatementLine } from '../../../statements/statement-lines.js';

/** With a dot and two decimals (walley.md), also where the currency has none; where it has three none is cut off. */
const decimalText = (amount: number, currency: string): string => {
  const text = formatMinor(amount, currency);
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
};

/** The columns of a settlement's transactions as CSV, in the order of the JSON's members. */
export const transactionColumns = (
  settlement: SettlementView,
): readonly CsvColumn<StatementLine>[] => {
  const { currency, timeZone, closedAt, payoutReference } = settlement;
  const money = (amount: number): string => decimalText(amount, currency);
  const settlementDate = localDay(closedAt, timeZone);
  return [
    { name: 'customerNumber', of: (line) => line.customerNumber },
    { name: 'firstName', of: (line) => buyerNames(line).firstName },
    { name: 'lastName', of: (line) => buyerNames(line).lastName },
    { name: 'amount', of: (line) => money(line.amount) },
    { name: 'purchaseDate', of: (line) => localDay(line.capturedAt, timeZone) },
    { name: 'transactionDate', of: (line) => localDay(line.settledAt, timeZone) },
    { name: 'orderNumber', of: (line) => line.orderNumber },
    { name: 'invoiceNumber', of: (line) => line.captureId },
    { name: 'type', of: (line) => line.type },
    {
      name: 'totalVatAmountPerRate',
      of: (line) => line.vat.map(({ vatRate, vat }) => `${vatRate}%=${money(vat)}`).join('; '),
    },
    { name: 'currency', of: () => currency },
    { name: 'settlementDate', of: () => settlementDate },
    { name: 'payoutReference', of: () => payoutReference },
    { name: 'actionReference', of: (line) => line.reference },
    { name: 'orderId', of: (line) => line.orderId },
    { name: 'productCode', of: () => undefined },
  ];
};
