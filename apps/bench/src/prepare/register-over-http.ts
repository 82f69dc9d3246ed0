import type { Bench } from '../bench.js';
import type { OrderNames } from '../load/load-job.js';
import { runLoad } from '../load/run-load.js';

export interface OrdersToMake {
  readonly names: OrderNames;
  readonly first: number;
  readonly count: number;
  /** Of each order, in minor units. */
  readonly total: number;
}

const connections = 64;
const secondsMax = 600;

/** Registers orders as a shop does, by `POST /v1/orders`. */
export const registerOverHttp = async (bench: Bench, orders: OrdersToMake): Promise<void> => {
  const { statuses } = await runLoad(bench, {
    plan: { kind: 'registrations', ...orders },
    connections,
    pacing: { kind: 'closed', seconds: secondsMax },
  });
  const accepted = statuses.filter((status) => status === 202).length;
  if (accepted < orders.count) {
    throw new Error(`Of ${orders.count} orders ${accepted} were registered.`);
  }
};
