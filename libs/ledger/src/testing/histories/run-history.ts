import { decide } from '../../order/decide.js';
import type { Decision } from '../../order/decision.js';
import { evolve } from '../../order/evolve.js';
import type { OrderCommand, RegisterOrderCommand } from '../../order/order-commands.js';
import type { RecordedOrderEvent } from '../../order/order-events.js';
import type { Order } from '../../order/order.js';
import { historyOf, recorded } from '../history.js';
import type { Attempt } from './arbitrary-history.js';
import { commandOf } from './command-of.js';

/** One attempt with its decision and the order before and after it. */
export interface Step {
  readonly attempt: Attempt;
  readonly before: Order;
  readonly command: OrderCommand;
  readonly decision: Decision;
  readonly after: Order;
}

export interface Run {
  readonly history: readonly RecordedOrderEvent[];
  /** The order after each event of the history, as it was computed when the event was made. */
  readonly orders: readonly Order[];
  readonly steps: readonly Step[];
}

/** Registers the order and executes the attempts in sequence. */
export const runHistory = (
  registration: RegisterOrderCommand,
  attempts: readonly Attempt[],
): Run => {
  const history = historyOf([registration]);
  const orders: Order[] = [];
  for (const event of history) orders.push(evolve(orders.at(-1), event));
  const steps: Step[] = [];
  for (const attempt of attempts) {
    const before = orders.at(-1)!;
    const command = earlierCommand(steps, attempt) ?? commandOf(before, attempt);
    const decision = decide(before, command);
    for (const event of decision.kind === 'accepted' ? recorded(decision) : []) {
      history.push(event);
      orders.push(evolve(orders.at(-1), event));
    }
    steps.push({ attempt, before, command, decision, after: orders.at(-1)! });
  }
  return { history, orders, steps };
};

/**
 * For the attempt `again`: the newest earlier command that had an idempotency key. The command is
 * repeated, as by a caller who got no answer.
 */
const earlierCommand = (steps: readonly Step[], { kind }: Attempt): OrderCommand | undefined =>
  kind === 'again'
    ? steps.findLast(({ command }) => command.idempotencyKey !== undefined)?.command
    : undefined;
