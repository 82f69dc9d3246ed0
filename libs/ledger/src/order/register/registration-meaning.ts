import type { RegisterOrder } from '../order-commands.js';

/**
 * What decides whether two registrations are the same request: what the caller sent. What was left
 * to the store does not count, so that a request repeated after the store's settings changed is
 * still the same. A customer counts by its print, which says nothing to those who do not have the person's key.
 */
export const registrationMeaning = ({ data }: RegisterOrder): unknown => {
  const { storeDefaults = [], customer, ...content } = data;
  const leftOut = storeDefaults.map((name) => [name, undefined]);
  return { ...content, ...Object.fromEntries(leftOut), customer: customer?.print };
};
