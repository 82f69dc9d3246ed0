import type { Store } from '#access';
import type { SettlementView } from '#read-models';

/** ISO 3166-1 keeps XX free for such uses: the store's country is not known. */
const unknownCountry = 'XX';

const compact = (day: string): string => day.replaceAll('-', '');

/** Letters without their marks, and nothing that a file system or a header gives a meaning of its own. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');

/** `{Company}_{Country}_{From}-{To}_settlement_{Id}` (walley.md, "Settlements"), in ASCII. */
export const statementFileName = (
  settlement: SettlementView,
  store: Pick<Store, 'name' | 'countryCode'> | undefined,
): string => {
  const { startDate, endDate } = settlement;
  const company = plain(store?.name ?? '') || settlement.storeId;
  const country = store?.countryCode ?? unknownCountry;
  const period = `${compact(startDate)}-${compact(endDate)}`;
  return `${company}_${country}_${period}_settlement_${settlement.settlementId}`;
};
