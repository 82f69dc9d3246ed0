import { firstRejection, reject, type Rejected } from '../decision.js';
import { afterDefaultLife, statusAt } from '../expiry.js';
import { pricedRequest, requestChecks } from '../money-request.js';
import type {
  ApproveReauthorizationCommand,
  ReauthorizeOrderCommand,
  RejectReauthorizationCommand,
} from '../order-commands.js';
import type {
  OrderReauthorized,
  ReauthorizationRejected,
  ReauthorizationRequested,
} from '../order-events.js';
import type { Instant } from '../../time/instant.js';
import { countOpenCaptures, type Order } from '../order.js';
import { rowIdsAfter } from '../rows-left.js';
import {
  needsApproval,
  type ReauthorizeCase,
  reauthorizeChecks,
  statusAllowsReauthorization,
} from './reauthorize-checks.js';
import { fitWithTakenRows, reauthorizedRows } from './reauthorized-rows.js';

type ReauthorizationDecided = OrderReauthorized | ReauthorizationRequested;

const reauthorizeRequestChecks = requestChecks('REAUTHORIZE');

/**
 * Replaces everything uncaptured (walley.md, "Reauthorize"). An amount up to what is left takes
 * effect at once; a higher amount waits for an approval.
 */
export const reauthorizeOrder = (
  order: Order,
  command: ReauthorizeOrderCommand,
): ReauthorizationDecided | Rejected => {
  const { balance } = order;
  const refused = firstRejection(reauthorizeRequestChecks, { balance, command });
  if (refused !== undefined) return refused;
  const priced = pricedRequest(balance, command.data);
  const reauthorization = { order, command, status: statusAt(balance, command.at), ...priced };
  return (
    firstRejection(reauthorizeChecks, reauthorization) ?? reauthorizationEvent(reauthorization)
  );
};

const reauthorizationEvent = (reauthorization: ReauthorizeCase): ReauthorizationDecided => {
  const { order, amount, command } = reauthorization;
  const { reference } = command.data;
  const asked = {
    reauthorizationId: command.actionId,
    amount,
    rows: reauthorizedRows(order.balance, reauthorization),
    ...(reference !== undefined && { reference }),
  };
  if (!needsApproval(reauthorization)) return orderReauthorized(order, asked, command.at);
  const { orderId, currency, remaining } = order.balance;
  return {
    type: 'ReauthorizationRequested',
    data: { orderId, ...asked, currency, remaining, requestedAt: command.at },
  };
};

type Asked = Pick<
  ReauthorizationRequested['data'],
  'reauthorizationId' | 'amount' | 'rows' | 'reference'
>;

/**
 * The event of a reauthorisation that takes effect. The new rows get their ids, and an expired
 * order gets a new expiry date, 90 days from now.
 */
export const orderReauthorized = (order: Order, asked: Asked, at: Instant): OrderReauthorized => {
  const { balance } = order;
  const nextRowId = rowIdsAfter(balance);
  return {
    type: 'OrderReauthorized',
    data: {
      orderId: balance.orderId,
      reauthorizationId: asked.reauthorizationId,
      amount: asked.amount,
      currency: balance.currency,
      rows: asked.rows.map((row) => ({ ...row, rowId: nextRowId() })),
      ...(asked.reference !== undefined && { reference: asked.reference }),
      openCaptures: countOpenCaptures(order),
      ...(statusAt(balance, at) === 'Expired' && { expiresAt: afterDefaultLife(at) }),
      reauthorizedAt: at,
    },
  };
};

/**
 * Approves a requested reauthorisation, which then takes effect. Rejected if the order has changed
 * too much since the request, so that the reauthorisation has to be requested again. This is the
 * case if a different amount is left, or if captured rows leave too little room for the new rows.
 */
export const approveReauthorization = (
  order: Order,
  { at, data }: ApproveReauthorizationCommand,
): OrderReauthorized | Rejected => {
  const pending = pendingReauthorization(order, data.reauthorizationId);
  if ('kind' in pending) return pending;
  const { balance } = order;
  const refused = statusAllowsReauthorization(statusAt(balance, at));
  if (refused !== undefined) return refused;
  return balance.remaining === pending.remaining && fitWithTakenRows(balance, pending.rows)
    ? orderReauthorized(order, pending, at)
    : reject('REAUTHORIZATION_OUTDATED', 'What is left of the order has changed since.');
};

/** Rejects a requested reauthorisation, which then has no effect. */
export const rejectReauthorization = (
  order: Order,
  { at, data: { reauthorizationId } }: RejectReauthorizationCommand,
): ReauthorizationRejected | Rejected => {
  const pending = pendingReauthorization(order, reauthorizationId);
  if ('kind' in pending) return pending;
  const { orderId } = order.balance;
  return { type: 'ReauthorizationRejected', data: { orderId, reauthorizationId, rejectedAt: at } };
};

/**
 * The reauthorisation that a command approves or rejects. The command is refused if this
 * reauthorisation does not wait for a decision.
 */
export const pendingReauthorization = (
  { reauthorizations }: Order,
  reauthorizationId: string,
): ReauthorizationRequested['data'] | Rejected => {
  const { made, pending } = reauthorizations ?? {};
  if (pending?.reauthorizationId === reauthorizationId) return pending;
  const known = made?.get(reauthorizationId);
  return known === undefined
    ? reject('REAUTHORIZATION_NOT_FOUND', 'The order has no such reauthorisation.')
    : reject('REAUTHORIZATION_NOT_PENDING', `The reauthorisation is ${known.status}.`);
};
