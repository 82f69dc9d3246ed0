import { localDay, majorUnits } from '#ledger';
import type { SettlementView } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import type { StatementLine } from '../../../statements/statement-lines.js';
import { buyerNames } from './buyer-names.js';
import type { WalleyTransactionDto } from './settlements.dto.js';

/** The lines of a settlement as Walley's callers know them. */
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
