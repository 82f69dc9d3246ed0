import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { naming } from './naming.js';
import type { Operation } from './operation.js';
import type { Ordered } from './ordered.js';

const paths = {
  walley: (id: string) => `/manage/orders/${id}/cancel`,
  ledger: (id: string) => `/v1/orders/${id}/cancellation`,
} as const;

/** A cancellation of everything that is left. */
export const drawCancellation = (order: Ordered, name: string, random: SeededRandom): Operation => {
  const { contract, key } = naming(order, name, random);
  return {
    name,
    action: 'cancel',
    contract,
    orderNumber: order.orderNumber,
    orderId: order.orderId,
    key,
    path: paths[contract](order.orderId),
    body: JSON.stringify(contract === 'walley' ? { actionReference: name } : { reference: name }),
    amount: undefined,
    mustBeRefused: false,
    attempts: [],
  };
};
