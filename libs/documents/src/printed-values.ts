import type { Store } from '#access';
import { formatMinor, isoFormats, localDay, timeParts, type VatShare } from '#ledger';
import type { PrintedDocument, PrintedTable } from './layout/printed-document.js';

/** An amount for readers, such as `1,234,567.89`. No decimals if the currency has none. */
export const moneyText = (amount: number, currency: string): string => {
  const [whole = '', fraction] = formatMinor(amount, currency).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

const timeFormatOf = isoFormats(timeParts);

/** Local date and time in a time zone, such as `2026-03-29 14:03:27`. */
export const localTime = (instant: string, timeZone: string): string =>
  `${localDay(instant, timeZone)} ${timeFormatOf(timeZone).format(Date.parse(instant))}`;

/**
 * The merchant's details on a document. For a removed store they are unknown, and the document
 * shows the store's id instead.
 */
export type IssuingStore = Pick<Store, 'name' | 'countryCode' | 'taxNumber' | 'address'>;

export const issuerOf = (
  storeId: string,
  store: IssuingStore | undefined,
): PrintedDocument['issuer'] => {
  const { line1, line2, postalCode, city } = store?.address ?? {};
  const place = [postalCode, city].filter((text) => text !== undefined).join(' ');
  const lines = [line1, line2, place, store?.countryCode].filter(
    (text) => text !== undefined && text !== '',
  );
  const tax = store?.taxNumber === undefined ? [] : [`Tax number ${store.taxNumber}`];
  return {
    name: store?.name ?? storeId,
    lines: [...(lines.length === 0 ? [] : [lines.join(', ')]), ...tax],
  };
};

/** A table with net, VAT and gross of each rate and their totals. */
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
