import type { SeededRandom } from '../../faults/support/seeded-random.js';
import type { Contract } from './operation.js';

/** The name of an operation, its contract, and its idempotency key if it has one. */
export interface Naming {
  readonly name: string;
  readonly contract: Contract;
  readonly key: string | undefined;
}

const keyedShare = 0.65;

export const naming = (name: string, random: SeededRandom): Naming => ({
  name,
  contract: random.pick(['walley', 'ledger']),
  key: random.next() < keyedShare ? `key-${name}` : undefined,
});

/** Minor units as Walley writes them. */
export const major = (minor: number): string => (minor / 100).toFixed(2);
