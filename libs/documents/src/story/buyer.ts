import type { OrderView } from '#read-models';

/** Who bought, in one text; `undefined` if nobody knows, or if it was erased. */
export const buyerOf = (shown: OrderView['customer']): string | undefined => {
  if (shown === undefined || shown.erased) return undefined;
  const { company, firstName, lastName, reference, billingAddress } = shown.customer;
  const person = [firstName, lastName].filter((name) => name !== undefined).join(' ');
  const texts = [company, person, billingAddress?.countryCode, reference];
  const known = texts.filter((text) => text !== undefined && text !== '');
  return known.length === 0 ? undefined : known.join(', ');
};
