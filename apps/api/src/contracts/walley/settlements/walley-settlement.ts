import { majorUnits } from '#ledger';
import type { Plain } from '../../../contract-kit/plain.js';
import { walleyInstant } from '../walley-instant.js';
import type { StatedSettlement } from './own-settlements.js';
import type { WalleySettlementDto } from './settlements.dto.js';

export const settlementsPath = '/reports/settlements';

/** The bank's date if there is one, at midnight UTC, so that its text begins with this very day; else when it was recorded. */
const paidOutAtOf = ({ paidOn, paidOutAt }: StatedSettlement): string | null => {
  const at = paidOn === undefined ? paidOutAt : `${paidOn}T00:00:00.000Z`;
  return at === undefined ? null : walleyInstant(at);
};

/** A settlement as Walley's callers know it: amounts in major units, what is taken off below zero. */
export const walleySettlement = (settlement: StatedSettlement): Plain<WalleySettlementDto> => {
  const { settlementId: id, totals, currency, payoutReference } = settlement;
  const major = (amount: number): number => majorUnits(amount, currency);
  const path = `${settlementsPath}/${id}`;
  return {
    id,
    startDate: settlement.startDate,
    endDate: settlement.endDate,
    storeId: settlement.storeId,
    ingoingBalance: major(totals.ingoingBalance),
    totalAmount: major(totals.total),
    netSales: major(totals.captured - totals.refunded),
    captured: major(totals.captured),
    refunded: major(0 - totals.refunded),
    compensations: 0,
    adjustments: major(0 - totals.fees),
    currency,
    paidOutAt: paidOutAtOf(settlement),
    generatedAt: walleyInstant(settlement.statedAt),
    reference: payoutReference ?? null,
    ...walleyCorrection(settlement),
    links: {
      pdf: { method: 'GET', href: `${path}/file/pdf`, query: '' },
      transactions: { method: 'GET', href: `${path}/transactions`, query: '' },
    },
  };
};

/** Not Walley's: what had been stated before the figures were corrected. */
const walleyCorrection = ({
  correction,
  currency,
}: StatedSettlement): Pick<Plain<WalleySettlementDto>, 'correction'> => {
  if (correction === undefined) return {};
  const { stated, reason, correctedAt } = correction;
  const major = (amount: number): number => majorUnits(amount, currency);
  return {
    correction: {
      correctedAt: walleyInstant(correctedAt),
      reason,
      statedCaptured: major(stated.captured),
      statedRefunded: major(0 - stated.refunded),
      statedTotalAmount: major(stated.total),
    },
  };
};
