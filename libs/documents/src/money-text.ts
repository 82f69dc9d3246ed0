import { formatMinor } from '#ledger';

/** An amount as people read it: `1,234,567.89`. A currency without decimals has none. */
export const moneyText = (amount: number, currency: string): string => {
  const [whole = '', fraction] = formatMinor(amount, currency).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};
