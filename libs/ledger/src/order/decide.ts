import { accept } from './accept.js';
import { answeredBefore } from './answered-before.js';
import { authorizeOrder } from './authorize/authorize-order.js';
import { captureMeaning } from './capture/capture-meaning.js';
import { requestCapture } from './capture/request-capture.js';
import type { Decision, Rejected } from './decision.js';
import { expireOrder } from './expire/expire-order.js';
import { fingerprint } from './fingerprint.js';
import type { OrderCommand, RegisterOrder } from './order-commands.js';
import type { OrderEvent } from './order-events.js';
import type { Order, OrderBalance } from './order.js';
import { defaultOrderLimits } from './order-limits.js';
import type { OrderLimits } from './order-limits.js';
import { orderNotFound } from './permitted.js';
import { registerOrder } from './register/register-order.js';

type LaterCommand = Exclude<OrderCommand, RegisterOrder>;

/**
 * Decides a command on an order: the events that are its whole effect, an answer given before, or
 * why it is refused. Pure: the same order and command give the same decision. Whether the caller
 * may act for the order's store is asked before (`permitted`). Throws `InvariantViolated` if the
 * effect would break an invariant.
 */
export const decide = (
  order: Order | undefined,
  command: OrderCommand,
  limits: OrderLimits = defaultOrderLimits,
): Decision => {
  if (command.type === 'RegisterOrder') return registerOrder(order, command, limits);
  if (order === undefined) return orderNotFound;

  const print = fingerprint(meaningOf(order.balance, command));
  const answered = answeredBefore(order, command, print);
  if (answered !== undefined) return answered;

  const outcome = effectOf(order.balance, command);
  return 'kind' in outcome
    ? outcome
    : accept({ order, command, fingerprint: print, limits }, [outcome]);
};

const meaningOf = (balance: OrderBalance, command: LaterCommand): unknown =>
  command.type === 'RequestCapture' ? captureMeaning(balance, command) : command.data;

const effectOf = (balance: OrderBalance, command: LaterCommand): OrderEvent | Rejected => {
  switch (command.type) {
    case 'AuthorizeOrder':
      return authorizeOrder(balance, command);
    case 'RequestCapture':
      return requestCapture(balance, command);
    case 'ExpireOrder':
      return expireOrder(balance, command);
  }
};
