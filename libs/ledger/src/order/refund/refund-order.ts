import type { Rejected } from '../decision.js';
import { firstRejection } from '../first-rejection.js';
import type { RefundOrder } from '../order-commands.js';
import type { OrderRefunded } from '../order-events.js';
import type { Order } from '../order.js';
import { pricedRequest } from '../request/priced-request.js';
import { requestChecks } from '../request/request-checks.js';
import { outcomeOf } from '../assert-capture.js';
import { captureShares } from './capture-shares.js';
import type { RefundCase } from './refund-case.js';
import { refundChecks } from './refund-checks.js';
import { refundDescription, refundedRows } from './refunded-rows.js';

const refundRequestChecks = requestChecks('REFUND');

/** Checks a refund in the documented order and gives the money back (walley.md, "Refund"). */
export const refundOrder = (order: Order, command: RefundOrder): OrderRefunded | Rejected => {
  const refused = firstRejection(refundRequestChecks, { balance: order.balance, command });
  if (refused !== undefined) return refused;
  const refund = { order, command, ...pricedRequest(order.balance, command.data) };
  return firstRejection(refundChecks, refund) ?? refunding(refund);
};

const refunding = (refund: RefundCase): OrderRefunded | Rejected => {
  const { order, amount, command } = refund;
  const rows = refundedRows(refund);
  if ('kind' in rows) return rows;
  return {
    type: 'OrderRefunded',
    data: {
      orderId: order.balance.orderId,
      refundId: command.actionId,
      outcome: outcomeOf(order.balance),
      amount,
      currency: order.balance.currency,
      rows,
      captures: captureShares(order, rows, amount),
      description: refundDescription(refund),
      ...(command.data.reference !== undefined && { reference: command.data.reference }),
      refundedAt: command.at,
    },
  };
};
