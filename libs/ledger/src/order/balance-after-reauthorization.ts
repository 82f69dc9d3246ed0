import type { OrderBalance } from './order.js';
import type { OrderReauthorized } from './order-events.js';
import { reauthorize } from './rows-left.js';

/** The balance with other rows in the place of the uncaptured ones. An order that had expired is open again. */
export const afterReauthorization = (
  balance: OrderBalance,
  { data }: OrderReauthorized,
): OrderBalance => ({
  ...balance,
  rows: reauthorize(balance.rows, data.rows),
  rowsMade: balance.rowsMade + data.rows.length,
  total: balance.total - balance.remaining + data.amount,
  remaining: data.amount,
  status: data.capturesStanding === 0 ? 'NotActivated' : 'PartActivated',
  expiresAt: data.expiresAt ?? balance.expiresAt,
});
