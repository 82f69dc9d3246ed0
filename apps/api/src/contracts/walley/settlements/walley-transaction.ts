import { formatMinor, localDay, majorUnits } from '#ledger';
import type { SettlementView } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import type { CsvColumn } from '../../../contract-kit/tables/csv.js';
import type { StatementLine } from '../../../queries/statement-lines.js';
import type { WalleyTransactionDto } from './settlements.dto.js';

/** A line of a settlement, in the form of Walley's transaction. */
export const walleyTransaction = ({
  currency,
  timeZone,
  closedAt,
  payoutReference,
}: SettlementView): ((line: StatementLine) => Plain<WalleyTransactionDto>) => {
  const settlementDate = localDay(closedAt, timeZone);
  return (line) => ({
    customerNumber: line.customerNumber,
    ...buyerNames(line),
    amount: majorUnits(line.amount, currency),
    purchaseDate: localDay(line.capturedAt, timeZone),
    transactionDate: localDay(line.settledAt, timeZone),
    orderNumber: line.orderNumber,
    invoiceNumber: line.captureId,
    type: line.type,
    totalVatAmountPerRate: line.vat.map(({ vatRate, vat }) => ({
      vatRate,
      amount: majorUnits(vat, currency),
    })),
    currency,
    settlementDate,
    payoutReference: payoutReference ?? null,
    actionReference: line.reference ?? null,
    orderId: line.orderId,
    productCode: null,
  });
};

/**
 * Writes an amount with a dot and two decimals, even in a currency without decimals (walley.md). In
 * a currency with three decimals, all three are written.
 */
const decimalText = (amount: number, currency: string): string => {
  const text = formatMinor(amount, currency);
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
};

/** The CSV columns of a settlement's transactions, in the same order as the members in JSON. */
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

type Buyer = Pick<StatementLine, 'firstName' | 'lastName' | 'company' | 'isCompany'>;

/**
 * Walley has no field for the name of a company. The name is written as the first name, and the
 * last name is empty.
 */
export const buyerNames = ({
  firstName,
  lastName,
  company,
  isCompany,
}: Buyer): { readonly firstName: string | null; readonly lastName: string | null } =>
  isCompany ? { firstName: company, lastName: null } : { firstName, lastName };
