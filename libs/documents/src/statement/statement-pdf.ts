import type { Readable } from 'node:stream';
import { dayStart, localDay } from '#ledger';
import type { SettlementView } from '#read-models';
import { payoutDay } from '#read-models';
import { issuerOf, localTime, moneyText, vatTable } from '../printed-values.js';
import { drawDocument } from '../layout/draw-document.js';
import type { PrintedDocument, PrintedFact } from '../layout/printed-document.js';
import {
  lineTable,
  ratesShownMax,
  type StatedView,
  type SettlementStatement,
} from './statement.js';
/** Draws the statement of a settlement as PDF. Resolves when the first line has been read. */
export const statementPdf = (statement: SettlementStatement): Promise<Readable> =>
  drawDocument(printedStatement(statement));

const isMidnight = (instant: string, timeZone: string): boolean =>
  dayStart(localDay(instant, timeZone), timeZone) === Date.parse(instant);

/**
 * Times are printed when a day has several cuts. The first settlement begins with its first line
 * and needs none.
 */
const hasTimes = ({ number, periodStart, periodEnd, timeZone }: SettlementView): boolean =>
  !isMidnight(periodEnd, timeZone) || (number > 1 && !isMidnight(periodStart, timeZone));

const printedStatement = (statement: SettlementStatement): PrintedDocument => {
  const { settlement, store } = statement;
  const { number, currency, storeId, totals, statedAt } = settlement;
  const isWide = totals.vat.length > ratesShownMax.portrait;
  const issuer = issuerOf(storeId, store);
  return {
    title: `Settlement ${number}, ${periodOf(settlement)}`,
    issuer,
    facts: factsOf(settlement),
    box: { title: `Balance in ${currency}`, facts: balanceOf(settlement) },
    tables: [
      vatTable(totals.vat, currency),
      lineTable(statement, { isWide, hasTimes: hasTimes(settlement) }),
    ],
    notes: [`SHA-256 of the lines: ${totals.linesSha256}`],
    footer: `Settlement ${number} of ${storeId} in ${currency}`,
    isWide,
    date: new Date(statedAt),
  };
};

const periodOf = ({ startDate, endDate }: SettlementView): string =>
  startDate === endDate ? startDate : `${startDate} to ${endDate}`;

const balanceOf = ({ totals, currency }: StatedView): PrintedFact[] => {
  const fact = (name: string, amount: number): PrintedFact => ({
    name,
    value: moneyText(amount, currency),
  });
  return [
    fact('Ingoing balance', totals.ingoingBalance),
    fact('Captured', totals.captured),
    fact('Refunded', 0 - totals.refunded),
    fact('Fees', 0 - totals.fees),
    { ...fact('Total', totals.total), isStrong: true },
  ];
};

const factsOf = (settlement: StatedView): PrintedFact[] => {
  const { storeId, startDate, endDate, timeZone, periodStart, periodEnd } = settlement;
  const times = `${localTime(periodStart, timeZone)} to ${localTime(periodEnd, timeZone)}`;
  return [
    { name: 'Store', value: storeId },
    {
      name: 'Period',
      value: `${hasTimes(settlement) ? times : `${startDate} to ${endDate}`} (${timeZone})`,
    },
    { name: 'Settlement id', value: settlement.settlementId },
    { name: 'Stated', value: localTime(settlement.statedAt, timeZone) },
    ...correctionOf(settlement),
    { name: 'Paid out', value: payoutText(settlement) },
    ...reversalOf(settlement),
  ];
};

const payoutText = (settlement: StatedView): string => {
  const day = payoutDay(settlement);
  if (day !== undefined) return `${day}, ${settlement.payoutReference ?? ''}`;
  return settlement.totals.total < 0 ? 'carried over into the next settlement' : 'not yet';
};

/** A returned payout stays on the statement, also when another was made after it. */
const reversalOf = (settlement: SettlementView): PrintedFact[] => {
  const { payoutReversedAt, payoutReversalReason, timeZone } = settlement;
  const { reversedPayoutReference, reversedPaidOn } = settlement;
  if (payoutReversedAt === undefined) return [];
  const payout = [reversedPaidOn, reversedPayoutReference].filter((text) => text !== undefined);
  const why = `${localTime(payoutReversedAt, timeZone)}: ${payoutReversalReason ?? ''}`;
  return [
    { name: 'Returned payout', value: payout.join(', ') },
    { name: 'Taken back', value: why },
  ];
};

const correctionOf = ({ correction, currency, timeZone }: SettlementView): PrintedFact[] => {
  if (correction === undefined) return [];
  const { stated, reason, correctedAt, correctedBy } = correction;
  const money = (amount: number): string => moneyText(amount, currency);
  return [
    {
      name: 'Corrected',
      value: `${localTime(correctedAt, timeZone)} by ${correctedBy}: ${reason}`,
    },
    {
      name: 'Had stated',
      value: `captured ${money(stated.captured)}, refunded ${money(0 - stated.refunded)}, total ${money(stated.total)}`,
    },
  ];
};
