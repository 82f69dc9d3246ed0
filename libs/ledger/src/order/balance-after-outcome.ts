import type { OrderBalance } from './order.js';
import type { CaptureFailed, CaptureSettled } from './order-events.js';
import { giveBack } from './rows-left.js';

/** The balance with a requested capture settled. */
export const afterSettlement = (
  balance: OrderBalance,
  { data: { amount } }: CaptureSettled,
): OrderBalance => ({
  ...balance,
  requested: balance.requested - amount,
  captured: balance.captured + amount,
});

/**
 * The balance with the amount of a requested capture given back. An order that expired meanwhile stays expired; any
 * other has something left again.
 */
export const afterFailure = (
  balance: OrderBalance,
  { data: { amount, rows, capturesStanding } }: CaptureFailed,
): OrderBalance => ({
  ...balance,
  rows: giveBack(balance.rows, rows),
  status: statusWith(balance, capturesStanding),
  requested: balance.requested - amount,
  remaining: balance.remaining + amount,
});

const statusWith = ({ status }: OrderBalance, capturesStanding: number): OrderBalance['status'] => {
  if (status === 'Expired') return status;
  return capturesStanding === 0 ? 'NotActivated' : 'PartActivated';
};
