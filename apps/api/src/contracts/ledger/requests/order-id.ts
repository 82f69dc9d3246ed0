import { isUuid } from '#ledger';
import { orderNotFound } from '../problems/refuse-problem.js';

/**
 * The `{id}` of a path, in lower case. What is no UUID is no order: 404, after the body's shape (domain.md, "Capture").
 *
 * @throws RefusedRequest 404
 */
export const orderIdOfPath = (id: string): string => {
  if (!isUuid(id)) throw orderNotFound();
  return id.toLowerCase();
};
