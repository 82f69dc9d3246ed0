import type { Decision } from './decision.js';
import { evolveBalance } from './evolve-balance.js';
import { actionOf } from './idempotency.js';
import { assertFirstCapture } from './invariants.js';
import type { OrderCommand } from './order-commands.js';
import { isCaptureEvent, type OrderEvent } from './order-events.js';
import { historyFull, type OrderLimits } from './order-limits.js';
import type { Order, OrderBalance } from './order.js';

interface Acceptance {
  readonly order: Order | undefined;
  readonly command: OrderCommand;
  readonly fingerprint: string;
  readonly limits: OrderLimits;
}

/**
 * Accepts these events as a command's effect, if the order's history has room for them. Throws
 * `InvariantViolated` if a state they lead to breaks an invariant.
 */
export const accept = (acceptance: Acceptance, events: readonly OrderEvent[]): Decision => {
  const { order, command, fingerprint, limits } = acceptance;
  const full = historyFull(order, events, limits);
  if (full !== undefined) return full;
  const key = command.idempotencyKey;
  return {
    kind: 'accepted',
    events,
    balances: balancesAfter(order, events),
    cause: {
      action: actionOf[command.type],
      fingerprint,
      ...(key !== undefined && { idempotencyKey: key }),
    },
    ...(events.some(isCaptureEvent) && { captureId: command.actionId }),
    ...((command.type === 'CreateTerminalIntent' || command.type === 'CreateCheckoutIntent') && {
      paymentIntent: command.data.paymentIntent,
    }),
  };
};

const balancesAfter = (
  order: Order | undefined,
  events: readonly OrderEvent[],
): readonly OrderBalance[] => {
  let balance = order?.balance;
  return events.map((event) => {
    if (order !== undefined) assertFirstCapture(order.captures, event);
    balance = evolveBalance(balance, event);
    return balance;
  });
};
