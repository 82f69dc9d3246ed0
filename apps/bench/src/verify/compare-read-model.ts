import type { LoggedOrder } from './compare-log.js';
import type { ReadModel } from './read-model.js';
import type { Problems } from './verdict.js';

/** Compares each order's captures in the read model with those in the log. */
export const compareReadModel = async (
  logged: ReadonlyMap<string, LoggedOrder>,
  readModel: ReadModel,
  problems: Problems,
): Promise<void> => {
  const read = await readModel.orders([...logged.keys()]);
  for (const [orderId, { captures, amount }] of logged) {
    const order = read.get(orderId);
    if (order === undefined) problems.add(`the read model has no order ${orderId}`);
    else if (order.captures !== captures)
      problems.add(
        `order ${orderId} has ${order.captures} captures in the read model, ${captures} in the log`,
      );
    else if (order.captured !== amount || order.capturesAmount !== amount)
      problems.add(
        `order ${orderId} has captured ${order.captured} in the read model, ${amount} in the log`,
      );
  }
};
