import { isUuid } from '#ledger';
import { walleyNotFound } from './walley-not-yours.js';

/** The order id of a path. What is no UUID names no order: 404 (walley.md, "Token"). */
export const walleyOrderId = (text: string): string => {
  if (!isUuid(text)) throw walleyNotFound();
  return text.toLowerCase();
};
