import type { Store } from '#access';
import { formatMinor, localDay } from '#ledger';
import type { SettlementTotals } from '#ledger';
import type { SettlementView } from '#read-models';
import type { StatementLine } from '../statement-lines.js';

/** What a statement is made of. */
export interface Statement {
  readonly settlement: SettlementView & {
    readonly totals: SettlementTotals;
    readonly statedAt: string;
  };
  readonly store: Pick<Store, 'name' | 'countryCode'> | undefined;
  /** In the order of the log. */
  readonly lines: AsyncIterable<StatementLine>;
}

/** A row of the page: a heading, a name with its value, a row of one of the two tables, or nothing. */
export type StatementRow =
  | { readonly kind: 'title' | 'heading' | 'note'; readonly text: string }
  | { readonly kind: 'pair' | 'amount' | 'sum'; readonly name: string; readonly value: string }
  | { readonly kind: 'vat' | 'vat head' | 'line' | 'line head'; readonly cells: readonly string[] }
  | { readonly kind: 'blank' };

const blank: StatementRow = { kind: 'blank' };

export const vatHead: StatementRow = {
  kind: 'vat head',
  cells: ['VAT rate', 'Net', 'VAT', 'Gross'],
};

export const lineHead: StatementRow = {
  kind: 'line head',
  cells: ['Date', 'Type', 'Order', 'Reference', 'VAT', 'Amount'],
};

/** Everything before the lines. */
export const summaryRows = ({ settlement, store }: Statement): StatementRow[] => {
  const { totals, currency, timeZone, startDate, endDate } = settlement;
  const { statedAt, paidOutAt, payoutReference } = settlement;
  const money = (amount: number): string => formatMinor(amount, currency);
  const pair = (name: string, value: string): StatementRow => ({ kind: 'pair', name, value });
  const amount = (name: string, minor: number): StatementRow => ({
    kind: 'amount',
    name,
    value: money(minor),
  });
  return [
    { kind: 'title', text: `Settlement ${settlement.number}` },
    pair('Merchant', store?.name ?? settlement.storeId),
    pair('Store', settlement.storeId),
    pair('Period', `${startDate} to ${endDate} (${timeZone})`),
    pair('Settlement id', settlement.settlementId),
    pair('Stated', statedAt),
    ...correctionRows(settlement),
    pair(
      'Paid out',
      paidOutAt === undefined ? 'not yet' : `${paidOutAt}, ${payoutReference ?? ''}`,
    ),
    blank,
    { kind: 'heading', text: `Balance in ${currency}` },
    amount('Ingoing balance', totals.ingoingBalance),
    amount('Captured', totals.captured),
    amount('Refunded', 0 - totals.refunded),
    amount('Fees', 0 - totals.fees),
    { kind: 'sum', name: 'Total', value: money(totals.total) },
    ...(totals.total < 0
      ? [{ kind: 'note', text: 'Carried over into the next settlement.' } as const]
      : []),
    blank,
    { kind: 'heading', text: 'VAT' },
    vatHead,
    ...totals.vat.map(({ vatRate, gross, vat }): StatementRow => ({
      kind: 'vat',
      cells: [`${vatRate} %`, money(gross - vat), money(vat), money(gross)],
    })),
    blank,
    { kind: 'heading', text: `${totals.lines} lines` },
    lineHead,
  ];
};

/** A statement that was corrected shows what had been stated as well. */
const correctionRows = ({ correction, currency }: SettlementView): StatementRow[] => {
  if (correction === undefined) return [];
  const { stated, reason, correctedAt, correctedBy } = correction;
  const money = (amount: number): string => formatMinor(amount, currency);
  return [
    { kind: 'pair', name: 'Corrected', value: `${correctedAt} by ${correctedBy}: ${reason}` },
    {
      kind: 'pair',
      name: 'Had stated',
      value: `captured ${money(stated.captured)}, refunded ${money(0 - stated.refunded)}, total ${money(stated.total)}`,
    },
  ];
};

export const lineRow = (
  { currency, timeZone }: SettlementView,
  line: StatementLine,
): StatementRow => ({
  kind: 'line',
  cells: [
    localDay(line.settledAt, timeZone),
    line.type,
    line.orderNumber,
    line.reference ?? '',
    formatMinor(
      line.vat.reduce((sum, { vat }) => sum + vat, 0),
      currency,
    ),
    formatMinor(line.amount, currency),
  ],
});

/** Everything behind the lines. */
export const closingRows = ({ settlement }: Statement): StatementRow[] => [
  blank,
  { kind: 'note', text: `SHA-256 of the lines: ${settlement.totals.linesSha256}` },
];
