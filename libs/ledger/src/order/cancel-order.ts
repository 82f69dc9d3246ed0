import { intentMismatch, reject, type Rejected } from './decision.js';
import { evolveBalance } from './evolve-balance.js';
import { statusAt } from './expiry.js';
import type { CancelOrderCommand, RequestCapture } from './order-commands.js';
import type { CaptureEvent, OrderAuthorized, OrderCancelled } from './order-events.js';
import type { Instant } from '../time/instant.js';
import { countOpenCaptures, type Order } from './order.js';
import { orderAuthorized } from './payment/authorize-order.js';
import { hasRemainingRows } from './row.js';
import { rowsGivenUp } from './rows-left.js';

/**
 * Cancels everything that is not captured; an expired order can be cancelled too (walley.md,
 * "Cancel"). A card order that still waits for its payment can be cancelled only if the command
 * names the payment intent. The order is then authorised with this intent before it is cancelled,
 * so that the money held at the gateway is released afterwards.
 */
export const cancelOrder = (
  order: Order,
  { at, data }: CancelOrderCommand,
): readonly (OrderAuthorized | OrderCancelled)[] | Rejected => {
  const authorized = authorizedBy(order, at, data.paymentIntent);
  const balance = authorized.reduce(evolveBalance, order.balance);
  const refused = refusalIn(statusAt(balance, at));
  if (refused !== undefined) return refused;
  const held = authorized[0]?.data.paymentIntent ?? order.payment.paymentIntent;
  if (data.paymentIntent !== undefined && data.paymentIntent !== held) return intentMismatch;
  const cancelled: OrderCancelled = {
    type: 'OrderCancelled',
    data: {
      orderId: balance.orderId,
      amount: balance.remaining,
      currency: balance.currency,
      rows: rowsGivenUp(balance),
      openCaptures: countOpenCaptures(order),
      ...(data.reference !== undefined && { reference: data.reference }),
      cancelledAt: at,
    },
  };
  return [...authorized, cancelled];
};

/**
 * The event that authorises a pending card order just before it is cancelled with its payment
 * intent; none for any other order.
 */
const authorizedBy = (
  { balance, payment }: Order,
  at: Instant,
  paymentIntent: string | undefined,
): OrderAuthorized[] => {
  return balance.status === 'Pending' && payment.method === 'card' && paymentIntent !== undefined
    ? [orderAuthorized(balance, at, { paymentIntent })]
    : [];
};

const refusalIn = (status: ReturnType<typeof statusAt>): Rejected | undefined => {
  switch (status) {
    case 'NotActivated':
    case 'PartActivated':
    case 'Expired':
      return undefined;
    case 'Activated':
    case 'Returned':
      return reject('CANCEL_NOTHING_LEFT', 'Nothing of the order is left to cancel.');
    case 'Closed':
    case 'Pending':
      return reject('CANCEL_INVALID_INVOICE_STATUS', `The order is ${status}.`);
  }
};

/**
 * The event that cancels the uncaptured rest of an order after a final capture; none if nothing is
 * left (ledger.md, "Capture").
 */
export const giveUpRest = (
  order: Order,
  { at }: RequestCapture,
  capture: CaptureEvent,
): OrderCancelled[] => {
  const after = evolveBalance(order.balance, capture);
  if (!hasRemainingRows(after.rows)) return [];
  const { captureId, reference } = capture.data;
  return [
    {
      type: 'OrderCancelled',
      data: {
        orderId: after.orderId,
        amount: after.remaining,
        currency: after.currency,
        rows: rowsGivenUp(after),
        openCaptures: countOpenCaptures(order) + 1,
        ...(reference !== undefined && { reference }),
        captureId,
        cancelledAt: at,
      },
    },
  ];
};
