import type { Order } from '#ledger';

/**
 * Whether a reauthorisation of the order did not take effect at once: said again to whoever repeats
 * the request.
 */
export const requiredApproval = ({ reauthorizations }: Order, reauthorizationId: string): boolean =>
  reauthorizations?.made.get(reauthorizationId)?.requested === true;
