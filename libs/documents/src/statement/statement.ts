import { localDay, type SettlementLine, type SettlementTotals } from '#ledger';
import type { SettlementView } from '#read-models';
import { type IssuingStore, localTime, moneyText } from '../printed-values.js';
import { pageWidth, type PrintedColumn, type PrintedTable } from '../layout/printed-document.js';
export type StatedView = SettlementView & {
  readonly totals: SettlementTotals;
  readonly statedAt: string;
};

/** The content of a settlement's statement. */
export interface SettlementStatement {
  readonly settlement: StatedView;
  readonly store: IssuingStore | undefined;
  /** In the order of the log. */
  readonly lines: AsyncIterable<SettlementLine>;
}

/** Number of VAT rates with a column of their own; further rates share one. */
export const ratesShownMax = { portrait: 3, landscape: 6 } as const;

interface LineTableStyle {
  readonly isWide: boolean;
  readonly hasTimes: boolean;
}

const amountWidth = 72;

/** A table of all lines with their VAT by rate, and the totals. */
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

/** The order number has room for a UUID. Order numbers and references share the remaining width. */
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
