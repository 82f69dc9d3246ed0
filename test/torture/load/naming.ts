import type { SeededRandom } from '../../faults/support/seeded-random.js';
import type { Contract } from './operation.js';
import type { Ordered } from './ordered.js';

/** The name of an operation, its contract, and its idempotency key if it has one. */
export interface Naming {
  readonly name: string;
  readonly contract: Contract;
  readonly key: string | undefined;
}

const keyedShare = 0.65;

/** Card orders are those of `/v1` alone. */
export const naming = (order: Ordered, name: string, random: SeededRandom): Naming => ({
  name,
  contract: random.pick(order.card === undefined ? ['walley', 'ledger'] : ['ledger']),
  key: random.next() < keyedShare ? `key-${name}` : undefined,
});

/** Minor units as Walley writes them. */
export const major = (minor: number): string => (minor / 100).toFixed(2);
