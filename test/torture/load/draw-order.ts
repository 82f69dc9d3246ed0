import type { OrderIds } from '#ledger';
import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { stores } from '../parts/part-options.js';
import type { Operation } from './operation.js';
import { totalOf } from './ordered.js';
import type { Ordered, OrderedRow } from './ordered.js';

export type NewOrder = Omit<Ordered, 'orderId'>;

const businessShare = 0.15;
const expiringShare = 0.05;

const drawRow = (random: SeededRandom, index: number): OrderedRow => ({
  articleNumber: `a-${index}`,
  description: `Article ${index}`,
  unitPrice: random.between(100, 20_000),
  quantity: random.between(1, 200),
  vatRate: random.pick([0, 6, 12, 25]),
});

export const drawOrder = (random: SeededRandom, orderNumber: string): NewOrder => {
  const rows = Array.from({ length: random.between(1, 5) }, (_, index) => drawRow(random, index));
  const segment = random.next() < businessShare ? 'B2B' : 'B2C';
  const capturedBy = random.pick(['items', 'anything'] as const);
  return { orderNumber, segment, rows, capturedBy, total: totalOf(rows) };
};

/** An order with more money than the callers capture. */
export const roomyOrder = (orderNumber: string): NewOrder => {
  const rows = [
    { articleNumber: 'all', description: 'All', unitPrice: 1, quantity: 9e8, vatRate: 25 },
  ];
  const total = totalOf(rows);
  return {
    orderNumber,
    segment: 'B2C',
    rows,
    capturedBy: 'anything',
    isNeverCancelled: true,
    total,
  };
};

/** The request that registers an order; some orders expire while callers still capture them. */
export const registration = (
  order: NewOrder,
  random: SeededRandom,
  orderIds: OrderIds,
): Operation => {
  const expires = random.next() < expiringShare;
  const expiresAt = new Date(Date.now() + random.between(5_000, 60_000)).toISOString();
  return {
    name: order.orderNumber,
    action: 'register',
    contract: 'ledger',
    orderNumber: order.orderNumber,
    orderId: orderIds.of(stores[order.segment], order.orderNumber),
    key: random.next() < 0.5 ? `register-${order.orderNumber}` : undefined,
    path: '/v1/orders',
    body: JSON.stringify({
      store: stores[order.segment],
      orderNumber: order.orderNumber,
      paymentMethod: 'invoice',
      rows: order.rows,
      authorization: { status: 'authorized' },
      ...(expires && { expiresAt }),
    }),
    amount: order.total,
    mustBeRefused: false,
    attempts: [],
  };
};
