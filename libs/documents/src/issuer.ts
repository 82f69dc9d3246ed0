import type { Store } from '#access';
import type { PrintedDocument } from './layout/printed-document.js';

/** What a document says of the merchant; a store that was removed has no more than its id. */
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
