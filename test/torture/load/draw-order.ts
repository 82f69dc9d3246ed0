import type { OrderIds } from '#ledger';
import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { stores } from '../parts/part-options.js';
import type { Operation } from './operation.js';
import { totalOf, type TargetOrder, type TargetRow } from './target-order.js';
/** A test card that is never declined. */
export const goodCard = 'pm_card_visa';

export type NewOrder = Omit<TargetOrder, 'orderId'>;

const businessShare = 0.15;
const expiringShare = 0.05;
const cardShare = 0.4;
/** The share of card orders that are small, so that the callers capture some orders completely. */
const smallShare = 0.5;
/** The test cards that pay orders. The gateway declines some captures of the second card. */
const cards = [goodCard, 'pm_card_visa_declineOnCapture'];

const drawRow = (random: SeededRandom, index: number, quantityMax: number): TargetRow => ({
  articleNumber: `a-${index}`,
  description: `Article ${index}`,
  unitPrice: random.between(100, 20_000),
  quantity: random.between(1, quantityMax),
  vatRate: random.pick([0, 6, 12, 25]),
});

export const drawOrder = (random: SeededRandom, orderNumber: string): NewOrder => {
  const card = random.next() < cardShare ? random.pick(cards) : undefined;
  const quantityMax = card !== undefined && random.next() < smallShare ? 3 : 200;
  const rows = Array.from({ length: random.between(1, 5) }, (_, index) =>
    drawRow(random, index, quantityMax),
  );
  const segment = random.next() < businessShare ? 'B2B' : 'B2C';
  const capturedBy = random.pick(['items', 'anything'] as const);
  const total = totalOf(rows);
  return { orderNumber, segment, rows, capturedBy, total, ...(card !== undefined && { card }) };
};

/** An order with a total so high that the callers cannot capture all of it. */
export const roomyOrder = (orderNumber: string, card?: string): NewOrder => {
  const quantity = card === undefined ? 9e8 : 9e7;
  const rows = [{ articleNumber: 'all', description: 'All', unitPrice: 1, quantity, vatRate: 25 }];
  const total = totalOf(rows);
  return {
    orderNumber,
    segment: 'B2C',
    rows,
    capturedBy: 'anything',
    isNeverCancelled: true,
    total,
    ...(card !== undefined && { card }),
  };
};

/**
 * The command that registers an order. One order in twenty gets an expiry time 5 to 60 seconds
 * ahead, so that it expires during the test.
 */
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
      paymentMethod: order.card === undefined ? 'invoice' : 'card',
      rows: order.rows,
      authorization: {
        status: 'authorized',
        ...(order.paymentIntent !== undefined && { paymentIntent: order.paymentIntent }),
      },
      ...(expires && { expiresAt }),
    }),
    amount: order.total,
    mustBeRefused: false,
    attempts: [],
  };
};
