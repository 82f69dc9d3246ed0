import type { RegisterOrder } from '../order-commands.js';

/**
 * What decides whether two registrations are the same request: what the caller sent. What was left
 * to the store does not count, so that a request repeated after the store's settings changed is
 * still the same.
 */
export const registrationMeaning = ({ data }: RegisterOrder): unknown => {
  const { storeDefaults = [], ...content } = data;
  const leftOut = storeDefaults.map((name) => [name, undefined]);
  return { ...content, ...Object.fromEntries(leftOut) };
};
