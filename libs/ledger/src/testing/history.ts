import type { Accepted } from '../order/decision.js';
import { decide } from '../order/decide.js';
import { evolve, fold } from '../order/evolve.js';
import type { OrderCommand } from '../order/order-commands.js';
import type { RecordedOrderEvent } from '../order/order-events.js';
import type { Order } from '../order/order.js';

/** The events of an accepted command as the log returns them. */
export const recorded = ({ events, cause }: Accepted): RecordedOrderEvent[] =>
  events.map((event) => ({ ...event, cause }));

/**
 * The history that these commands make. Each command must be accepted on the order that the
 * commands before it made.
 */
export const historyOf = (commands: readonly OrderCommand[]): RecordedOrderEvent[] => {
  const history: RecordedOrderEvent[] = [];
  let order: Order | undefined;
  for (const command of commands) {
    const decision = decide(order, command);
    if (decision.kind !== 'accepted') {
      throw new Error(`${command.type} was not accepted: ${JSON.stringify(decision)}`);
    }
    for (const event of recorded(decision)) {
      order = evolve(order, event);
      history.push(event);
    }
  }
  return history;
};

/** The order after these commands. */
export const orderOf = (commands: readonly OrderCommand[]): Order => {
  const order = fold(historyOf(commands));
  if (order === undefined) throw new Error('No command, no order');
  return order;
};
