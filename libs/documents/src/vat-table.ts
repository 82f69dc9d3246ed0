import type { VatShare } from '#ledger';
import { moneyText } from './money-text.js';
import type { PrintedTable } from './layout/printed-document.js';

/** VAT by rate, with what all rates come to. */
export const vatTable = (shares: readonly VatShare[], currency: string): PrintedTable => {
  const money = (amount: number): string => moneyText(amount, currency);
  const sum = (part: (share: VatShare) => number): number =>
    shares.reduce((total, share) => total + part(share), 0);
  return {
    title: `VAT in ${currency}`,
    columns: [
      { title: 'VAT rate', width: 80, align: 'left' },
      ...['Net', 'VAT', 'Gross'].map((title) => ({ title, width: 110, align: 'right' }) as const),
    ],
    count: shares.length,
    rows: shares.map(({ vatRate, gross, vat }) => [
      `${vatRate} %`,
      money(gross - vat),
      money(vat),
      money(gross),
    ]),
    total: [
      'Total',
      money(sum(({ gross, vat }) => gross - vat)),
      money(sum(({ vat }) => vat)),
      money(sum(({ gross }) => gross)),
    ],
  };
};
