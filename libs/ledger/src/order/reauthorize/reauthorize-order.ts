import type { Rejected } from '../decision.js';
import { firstRejection } from '../first-rejection.js';
import type { ReauthorizeOrder } from '../order-commands.js';
import type { OrderReauthorized, ReauthorizationRequested } from '../order-events.js';
import type { Order } from '../order.js';
import { pricedRequest } from '../request/priced-request.js';
import { requestChecks } from '../request/request-checks.js';
import { statusAt } from '../status-at.js';
import { orderReauthorized } from './order-reauthorized.js';
import { needsApproval } from './reauthorize-case.js';
import type { ReauthorizeCase } from './reauthorize-case.js';
import { reauthorizeChecks } from './reauthorize-checks.js';
import { reauthorizedRows } from './reauthorized-rows.js';

type Reauthorizing = OrderReauthorized | ReauthorizationRequested;

const reauthorizeRequestChecks = requestChecks('REAUTHORIZE');

/**
 * Replaces what is not captured (walley.md, "Reauthorize"): as much as is left or less at once, more when somebody has
 * approved it.
 */
export const reauthorizeOrder = (
  order: Order,
  command: ReauthorizeOrder,
): Reauthorizing | Rejected => {
  const { balance } = order;
  const refused = firstRejection(reauthorizeRequestChecks, { balance, command });
  if (refused !== undefined) return refused;
  const priced = pricedRequest(balance, command.data);
  const reauthorization = { order, command, status: statusAt(balance, command.at), ...priced };
  return firstRejection(reauthorizeChecks, reauthorization) ?? reauthorizing(reauthorization);
};

const reauthorizing = (reauthorization: ReauthorizeCase): Reauthorizing => {
  const { order, amount, command } = reauthorization;
  const { reference } = command.data;
  const asked = {
    reauthorizationId: command.actionId,
    amount,
    rows: reauthorizedRows(reauthorization),
    ...(reference !== undefined && { reference }),
  };
  if (!needsApproval(reauthorization)) return orderReauthorized(order, asked, command.at);
  const { orderId, currency, remaining } = order.balance;
  return {
    type: 'ReauthorizationRequested',
    data: { orderId, ...asked, currency, remaining, requestedAt: command.at },
  };
};
