import { formatMinor } from '#ledger';
import { payoutDay } from '#read-models';
import type { SettlementView } from '#read-models';
import { printable } from '#runtime';
import { printJson, printLines } from './print.js';

/** A settlement for people, or as one line of JSON with amounts in minor units. */
export const printSettlement = (settlement: SettlementView, json: boolean): void => {
  if (json) {
    const { totals, ...rest } = settlement;
    printJson({ ...rest, ...totals });
    return;
  }
  const { storeId, currency, totals, periodStart, periodEnd, problem } = settlement;
  const money = (amount: number): string => `${formatMinor(amount, currency)} ${currency}`;
  printLines([
    `Settlement  ${settlement.settlementId}`,
    `Number      ${settlement.number} of ${storeId} in ${currency}`,
    `Period      ${periodStart} to ${periodEnd}`,
    ...(totals === undefined
      ? [
          `Statement   ${problem === undefined ? 'not yet: is a worker running?' : printable(problem)}`,
        ]
      : [
          `Lines       ${totals.lines}`,
          `Ingoing     ${money(totals.ingoingBalance)}`,
          `Captured    ${money(totals.captured)}`,
          `Refunded    ${money(0 - totals.refunded)}`,
          `Fees        ${money(0 - totals.fees)}`,
          `Total       ${money(totals.total)}`,
          `SHA-256     ${totals.linesSha256}`,
          ...correctionLines(settlement, money),
        ]),
    ...(settlement.paidOutAt === undefined
      ? []
      : [
          `Paid out    ${payoutDay(settlement) ?? ''}  ${settlement.payoutReference ?? ''}`,
          `Recorded    ${settlement.paidOutAt}`,
        ]),
    ...(settlement.payoutReversedAt === undefined
      ? []
      : [
          `Taken back  the payout ${[settlement.reversedPaidOn, settlement.reversedPayoutReference].filter((text) => text !== undefined).join('  ')}, ` +
            `${settlement.payoutReversedAt}: ${settlement.payoutReversalReason ?? ''}`,
        ]),
  ]);
};

const correctionLines = (
  { correction }: SettlementView,
  money: (amount: number) => string,
): string[] => {
  if (correction === undefined) return [];
  const { stated, reason, correctedBy, correctedAt } = correction;
  return [
    `Corrected   ${correctedAt} by ${correctedBy}: ${printable(reason)}`,
    `Had stated  captured ${money(stated.captured)}, refunded ${money(0 - stated.refunded)}, total ${money(stated.total)}`,
  ];
};
