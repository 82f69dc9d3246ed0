import type { Order, OrderStatus } from '#ledger';
import type { Answer, SharedOrder, SharedShop } from './shared-shop.js';

/**
 * The same order twice, for a comparison: `shown` is what one of the ledger's APIs answered, and
 * `folded` is what it should answer according to the log.
 */
export interface View {
  readonly contract: string;
  readonly shown: unknown;
  readonly folded: unknown;
}

interface LedgerOrder {
  readonly status: string;
  readonly captures: readonly {
    readonly captureId: string;
    readonly status: string;
    readonly amount: number;
    readonly refunded: number;
  }[];
}

const sums = [
  ...(['status', 'total', 'requested', 'captured', 'refunded', 'cancelled', 'remaining'] as const),
];

const only = (object: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));

/**
 * Reads the order through `/v1`. The request waits until the read model has the order's last event,
 * so that reads through the other APIs afterwards include it too.
 */
export const ledgerView = async (
  shop: SharedShop,
  { id }: SharedOrder,
  { order, position }: { readonly order: Order; readonly position: bigint },
): Promise<View> => {
  const wait = { 'Ledger-Position': String(position), Prefer: 'wait=30' };
  const { body } = await shop.send('ledger', { path: `/v1/orders/${id}`, method: 'GET' }, wait);
  const shown = body as LedgerOrder;
  const captureFields = ['captureId', 'status', 'amount', 'refunded'];
  return {
    contract: 'ledger',
    shown: {
      ...only(shown, sums),
      captures: shown.captures.map((capture) => only(capture, captureFields)),
    },
    folded: {
      ...only(order.balance, sums),
      captures: [...order.captures.values()].map((capture) => only(capture, captureFields)),
    },
  };
};

interface WalleyOrder {
  readonly status: string;
  readonly totalAmount: number;
  readonly items: readonly { readonly price: number; readonly quantity: number }[];
  readonly invoices: readonly object[];
}

const major = (amount: number): number => Math.round(amount) / 100;
const minor = (amount: number): number => Math.round(amount * 100);

const walleyOutcomes = { requested: 'Requested', settled: 'Settled', failed: 'Failed' } as const;

export const walleyView = async (
  shop: SharedShop,
  { id }: SharedOrder,
  order: Order,
): Promise<View> => {
  const { body } = await shop.send('walley', { path: `/manage/orders/${id}`, method: 'GET' });
  const { status, totalAmount, items, invoices } = (body as { data: WalleyOrder }).data;
  const { balance } = order;
  const isOver = balance.rows.every(({ remainingQuantity }) => remainingQuantity === 0);
  const left = items.reduce((sum, { price, quantity }) => sum + minor(price) * quantity, 0);
  return {
    contract: 'walley',
    shown: {
      ...{ status, totalAmount, left: isOver ? 0 : left },
      invoices: invoices.map((one) => only(one, ['id', 'status', 'amount', 'refundedAmount'])),
    },
    folded: {
      status: balance.status,
      totalAmount: major(balance.captured + balance.requested + balance.remaining),
      left: balance.remaining,
      invoices: [...order.captures.values()].map((capture) => ({
        id: capture.captureId,
        status: walleyOutcomes[capture.status],
        amount: major(capture.amount),
        refundedAmount: major(capture.refunded),
      })),
    },
  };
};

const akinonStatuses: Readonly<Record<OrderStatus, string>> = {
  ...{ Pending: '300', NotActivated: '400', PartActivated: '400', Activated: '450' },
  ...{ Closed: '100', Expired: '100', Returned: '600' },
};

/**
 * The order for a comparison: as Akinon's API shows it in the answer to a capture, and according to
 * the log. Akinon's API has no call that reads an order.
 */
export const akinonView = ({ body }: Answer, { balance }: Order): View => ({
  contract: 'akinon',
  shown: only(body as object, ['number', 'status', 'amount', 'refund_amount', 'currency']),
  folded: {
    number: balance.orderNumber,
    status: akinonStatuses[balance.status],
    currency: 'sek',
    amount: (balance.total / 100).toFixed(2),
    refund_amount: (balance.refunded / 100).toFixed(2),
  },
});

const shopStatusOf = ({ balance: { status, captured } }: Order): string => {
  if (status === 'Closed') return 'cancelled';
  if (status === 'Returned') return 'refunded';
  return captured === 0 ? 'on-hold' : 'processing';
};

/**
 * The order for a comparison: as a guest of the shop sees it, and according to the log. The total
 * covers all ordered rows, whether or not they were captured.
 */
export const wooStoreView = async (
  shop: SharedShop,
  shared: SharedOrder,
  order: Order,
): Promise<View> => {
  const path = shop.pathInShop('order', shared);
  const { body } = await shop.send('woo-store', { path, method: 'GET' });
  const { status, totals } = body as { status: string; totals?: { total_price?: string } };
  return {
    contract: 'woo-store',
    shown: { status, total: totals?.total_price },
    folded: { status: shopStatusOf(order), total: String(order.balance.total) },
  };
};

/**
 * Two amounts for a comparison: the one that the gateway received for a card order, and the one
 * captured according to the ledger.
 */
export const gatewayView = async (
  gatewayUrl: string,
  { balance, payment }: Order,
): Promise<View> => {
  const answer = await fetch(`${gatewayUrl}/v1/payment_intents/${payment.paymentIntent ?? ''}`, {
    headers: { Authorization: 'Bearer sk_test_sandbox' },
  });
  const { amount_received: received } = (await answer.json()) as { amount_received: number };
  return { contract: 'gateway', shown: received, folded: balance.captured };
};

const medusaStatusOf = ({ balance, captures }: Order): string => {
  const { status, total, cancelled, refunded, requested } = balance;
  if (status === 'Closed') return 'canceled';
  if (refunded > 0) return refunded === total - cancelled ? 'refunded' : 'partially_refunded';
  if (status === 'Activated' && requested === 0) return 'captured';
  return [...captures.values()].at(-1)?.status === 'failed' ? 'requires_action' : 'awaiting';
};

export const medusaView = async (
  shop: SharedShop,
  { number }: SharedOrder,
  order: Order,
): Promise<View> => {
  const { body } = await shop.send('medusa', { path: `/admin/orders/${number}`, method: 'GET' });
  const { total, cancelled, refunded, status } = order.balance;
  const paid = status === 'Closed' ? total : total - cancelled;
  return {
    contract: 'medusa',
    shown: only((body as { order: object }).order, [
      ...['payment_status', 'total', 'paid_total', 'refunded_total', 'refundable_amount'],
    ]),
    folded: {
      ...{ payment_status: medusaStatusOf(order), total, paid_total: paid },
      ...{ refunded_total: refunded, refundable_amount: paid - refunded },
    },
  };
};
