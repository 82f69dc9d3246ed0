import { actionOf } from './action-of.js';
import { assertFirstCapture } from './assert-first-capture.js';
import type { Decision } from './decision.js';
import { evolveBalance } from './evolve-balance.js';
import { historyFull } from './history-full.js';
import type { OrderCommand } from './order-commands.js';
import type { OrderEvent } from './order-events.js';
import type { Order } from './order.js';
import type { OrderLimits } from './order-limits.js';

interface Acceptance {
  readonly order: Order | undefined;
  readonly command: OrderCommand;
  readonly fingerprint: string;
  readonly limits: OrderLimits;
}

/**
 * Accepts these events as a command's effect, if the order's history has room for them. Throws
 * `InvariantViolated` if the state they lead to breaks an invariant.
 */
export const accept = (acceptance: Acceptance, events: readonly OrderEvent[]): Decision => {
  const { order, command, fingerprint, limits } = acceptance;
  const full = historyFull(order, events, limits);
  if (full !== undefined) return full;
  assertEffect(order, events);
  const key = command.idempotencyKey;
  return {
    kind: 'accepted',
    events,
    cause: {
      action: actionOf[command.type],
      fingerprint,
      ...(key !== undefined && { idempotencyKey: key }),
    },
    ...(capturing.has(command.type) && { captureId: command.actionId }),
    ...(command.type === 'CreateTerminalIntent' && {
      paymentIntent: command.data.paymentIntent,
    }),
  };
};

const capturing: ReadonlySet<OrderCommand['type']> = new Set([
  'RequestCapture',
  'CaptureTerminalPayment',
  'CaptureAuthorization',
] as const);

const assertEffect = (order: Order | undefined, events: readonly OrderEvent[]): void => {
  let balance = order?.balance;
  for (const event of events) {
    if (order !== undefined) assertFirstCapture(order.captures, event);
    balance = evolveBalance(balance, event);
  }
};
