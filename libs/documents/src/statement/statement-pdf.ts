import type { Readable } from 'node:stream';
import { dayStart, localDay, type SettlementLine, type SettlementTotals } from '#ledger';
import { payoutDay, type SettlementView } from '#read-models';
import { drawDocument } from '../layout/draw-document.js';
import {
  pageWidth,
  type PrintedColumn,
  type PrintedDocument,
  type PrintedFact,
  type PrintedTable,
} from '../layout/printed-document.js';
import { issuerOf, type IssuingStore, localTime, moneyText, vatTable } from '../printed-values.js';

export type StatedView = SettlementView & {
  readonly totals: SettlementTotals;
  readonly statedAt: string;
};

export interface SettlementStatement {
  readonly settlement: StatedView;
  readonly store: IssuingStore | undefined;
  /** The settlement's lines, in the order of the log. */
  readonly lines: AsyncIterable<SettlementLine>;
}

/**
 * Draws the statement of a settlement as PDF. The promise resolves once the first line was read, so
 * that an error before this line can still be answered as a failed request.
 */
export const statementPdf = (statement: SettlementStatement): Promise<Readable> =>
  drawDocument(printedStatement(statement));

const isMidnight = (instant: string, timeZone: string): boolean =>
  dayStart(localDay(instant, timeZone), timeZone) === Date.parse(instant);

/**
 * True if the period must be printed with times of day, because it does not run from midnight to
 * midnight. The start of the first settlement is not checked, because the first settlement starts
 * with its first line at any time of day.
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

/**
 * A payout that was reversed stays on the statement, even after the settlement was paid out again.
 */
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

/** Number of VAT rates with their own column. All further rates share one column. */
export const ratesShownMax = { portrait: 3, landscape: 6 } as const;

interface LineTableStyle {
  readonly isWide: boolean;
  readonly hasTimes: boolean;
}

const amountWidth = 72;

/** A table of all lines, with their VAT by rate and the totals. */
export const lineTable = (
  { settlement, lines }: SettlementStatement,
  { isWide, hasTimes }: LineTableStyle,
): PrintedTable => {
  const { totals, currency, timeZone } = settlement;
  const most = isWide ? ratesShownMax.landscape : ratesShownMax.portrait;
  const rates = totals.vat.map(({ vatRate }) => vatRate).slice(0, most);
  const hasOthers = totals.vat.length > rates.length;
  const when = hasTimes ? localTime : localDay;
  const vatCells = (shares: SettlementLine['vat']): string[] => {
    const own = rates.map((rate) => shares.find(({ vatRate }) => vatRate === rate)?.vat);
    const others = shares.filter(({ vatRate }) => !rates.includes(vatRate));
    const rest = others.length === 0 ? undefined : others.reduce((sum, { vat }) => sum + vat, 0);
    return [...own, ...(hasOthers ? [rest] : [])].map((amount) =>
      amount === undefined ? '' : moneyText(amount, currency),
    );
  };
  const cellsOf = (line: SettlementLine): string[] => [
    when(line.settledAt, timeZone),
    line.type,
    line.orderNumber,
    line.reference ?? '',
    ...vatCells(line.vat),
    moneyText(line.amount, currency),
  ];
  const total = moneyText(totals.captured - totals.refunded, currency);
  return {
    title: totals.lines === 1 ? '1 line' : `${totals.lines} lines`,
    columns: columnsOf(
      [...rates.map((rate) => `VAT ${rate} %`), ...(hasOthers ? ['Other VAT'] : [])],
      {
        isWide,
        hasTimes,
      },
    ),
    count: totals.lines,
    rows: mapRows(lines, cellsOf),
    total: ['Total', '', '', '', ...vatCells(totals.vat), total],
  };
};

/**
 * The columns of a statement's lines. The column of order numbers is wide enough for a UUID. Order
 * number and reference share the width that the other columns leave.
 */
const columnsOf = (
  vat: readonly string[],
  { isWide, hasTimes }: LineTableStyle,
): PrintedColumn[] => {
  const [dateWidth, typeWidth, vatWidth] = [hasTimes ? 88 : 56, 50, 62];
  const rest = pageWidth({ isWide }) - dateWidth - typeWidth - vat.length * vatWidth - amountWidth;
  return [
    { title: 'Date', width: dateWidth, align: 'left' },
    { title: 'Type', width: typeWidth, align: 'left' },
    { title: 'Order', width: rest * 0.55, align: 'left' },
    { title: 'Reference', width: rest * 0.45, align: 'left' },
    ...vat.map((title) => ({ title, width: vatWidth, align: 'right' }) as const),
    { title: 'Amount', width: amountWidth, align: 'right' },
  ];
};

async function* mapRows<Row>(
  rows: AsyncIterable<Row>,
  cellsOf: (row: Row) => string[],
): AsyncGenerator<string[], void> {
  for await (const row of rows) yield cellsOf(row);
}
