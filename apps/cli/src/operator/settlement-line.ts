import { formatMinor } from '#ledger';
import { payoutDay } from '#read-models';
import type { SettlementView } from '#read-models';
import { printable } from '#runtime';

/** A settlement in one line of a list: what it comes to, and what became of its payout. */
export const settlementLine = (settlement: SettlementView): string => {
  const { settlementId, number, currency, startDate, endDate, totals } = settlement;
  const total = totals === undefined ? 'not stated' : formatMinor(totals.total, currency);
  return [
    settlementId,
    String(number).padStart(6),
    `${startDate} to ${endDate}`,
    `${total.padStart(16)} ${currency}`,
    ...payoutTexts(settlement),
  ].join('  ');
};

const payoutTexts = (settlement: SettlementView): string[] => {
  const { totals, paidOutAt, payoutReference = '', payoutReversedAt } = settlement;
  const standing =
    paidOutAt !== undefined
      ? [`paid out ${payoutDay(settlement) ?? ''} as ${printable(payoutReference)}`]
      : totals !== undefined && totals.total < 0
        ? ['carried over into the next settlement']
        : [];
  return payoutReversedAt === undefined ? standing : [...standing, reversalText(settlement)];
};

const reversalText = (settlement: SettlementView): string => {
  const { payoutReversedAt = '', payoutReversalReason = '', reversedPaidOn } = settlement;
  const { reversedPayoutReference = '' } = settlement;
  const payout = `payout${reversedPaidOn === undefined ? '' : ` of ${reversedPaidOn}`}`;
  const reason = printable(payoutReversalReason);
  return `${payout} as ${printable(reversedPayoutReference)} taken back ${payoutReversedAt}: ${reason}`;
};
