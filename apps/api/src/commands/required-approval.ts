import type { Order } from '#ledger';

/**
 * True if a reauthorisation of the order did not take effect at once; a repeat of the request gets
 * the same answer.
 */
export const requiredApproval = ({ reauthorizations }: Order, reauthorizationId: string): boolean =>
  reauthorizations?.made.get(reauthorizationId)?.requested === true;
