import { isCancelled, type OrderStatus } from '#ledger';
import type { OrderView } from './order-view.js';

/** The state of an order's money, in one word. */
export type MoneyState = (typeof moneyStates)[number];

export const moneyStates = [
  /** Not authorised yet. */
  'unauthorised',
  /** Something can still be captured, or a requested capture has no outcome yet. */
  'open',
  /** The same as `open`, but the newest capture failed. */
  'refused',
  /** Everything is captured, except what was cancelled. */
  'captured',
  'partly refunded',
  'refunded',
  /** Cancelled before anything was captured. */
  'cancelled',
] as const;

const isTaken = (status: OrderStatus): boolean => status === 'Activated' || status === 'Returned';

type Shown = Pick<
  OrderView,
  'status' | 'total' | 'requested' | 'refunded' | 'cancelled' | 'captures'
>;

export const moneyStateOf = (order: Shown): MoneyState => {
  const { status, total, requested, refunded, cancelled, captures } = order;
  if (status === 'Pending') return 'unauthorised';
  if (status === 'Closed') return 'cancelled';
  if (refunded > 0) return refunded >= total - cancelled ? 'refunded' : 'partly refunded';
  if (isTaken(status) && requested === 0) return 'captured';
  return captures.at(-1)?.status === 'failed' ? 'refused' : 'open';
};

/** `moneyStateOf` as an SQL expression for a row `o` of `orders`. */
export const moneyStateSql = `
  (CASE
    WHEN o.status = 'Pending' THEN 'unauthorised'
    WHEN o.status = 'Closed' THEN 'cancelled'
    WHEN o.refunded > 0
      THEN CASE WHEN o.refunded >= o.total - o.cancelled THEN 'refunded' ELSE 'partly refunded' END
    WHEN o.status IN ('Activated', 'Returned') AND o.requested = 0 THEN 'captured'
    WHEN 'failed' = (SELECT c.status FROM captures c WHERE c.order_id = o.order_id
      ORDER BY c.revision DESC LIMIT 1) THEN 'refused'
    ELSE 'open' END)`;

/**
 * The statuses that orders in a money state can have. A search for a money state also asks for
 * these statuses, because orders have an index on status.
 */
export const statusesOfMoney: Readonly<Record<MoneyState, readonly OrderStatus[]>> = {
  unauthorised: ['Pending'],
  open: ['NotActivated', 'PartActivated', 'Activated', 'Returned', 'Expired'],
  refused: ['NotActivated', 'PartActivated', 'Activated', 'Returned', 'Expired'],
  captured: ['Activated', 'Returned'],
  'partly refunded': ['PartActivated', 'Activated', 'Returned', 'Expired'],
  refunded: ['PartActivated', 'Activated', 'Returned', 'Expired'],
  cancelled: ['Closed'],
};

/**
 * The state of an order as its shop sees it: `cancelled`, or else the state that the shop gave the
 * order.
 */
export type ShopView = (typeof shopViews)[number];

export const shopViews = ['open', 'completed', 'archived', 'cancelled'] as const;

export const shopViewOf = (order: Pick<OrderView, 'givenUp' | 'shop' | 'status'>): ShopView =>
  isCancelled(order) ? 'cancelled' : (order.shop?.status ?? 'open');

/** `shopViewOf` as an SQL expression for a row `o` of `orders`. */
export const shopViewSql = `
  (CASE WHEN o.given_up ->> 'cancelledAt' IS NOT NULL
      AND o.status IN ('Closed', 'Activated', 'Returned') THEN 'cancelled'
    ELSE coalesce(o.shop ->> 'status', 'open') END)`;
