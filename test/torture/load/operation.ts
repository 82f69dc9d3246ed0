import type { SeededRandom } from '../../faults/support/seeded-random.js';
import type { ApiName } from '../parts/names.js';
import type { TargetOrder } from './target-order.js';

export type Contract = 'walley' | 'ledger';

/** The outcome of a request, as its caller sees it. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The error code of a refusal; empty if the command was accepted. */
      readonly code: string;
      readonly replayed: boolean;
      /**
       * The log position in the answer to an accepted command; undefined if the contract does not
       * state one.
       */
      readonly position: string | undefined;
      /** The id of the new capture or refund. */
      readonly madeId: string | undefined;
      readonly revision: string | undefined;
    }
  /** The connection ended before a complete answer. */
  | { readonly kind: 'cut'; readonly error: string }
  /** The caller disconnected before the answer came. */
  | { readonly kind: 'left' }
  /** No answer came within 60 s, in which every request must be answered. */
  | { readonly kind: 'hung' };

/** One of the requests that a caller sends for an operation. */
export interface Attempt {
  /**
   * The header `X-Request-Id` of the request. Events that the request causes have this correlation
   * id.
   */
  readonly requestId: string;
  readonly api: ApiName;
  readonly atMs: number;
  readonly tookMs: number;
  readonly outcome: Outcome;
}

/**
 * A change that a caller requests. With an idempotency key it is requested until the answer is
 * definite, else once.
 */
export interface Operation {
  readonly name: string;
  readonly action: 'register' | 'capture' | 'refund' | 'cancel';
  readonly contract: Contract;
  readonly orderNumber: string;
  readonly orderId: string;
  readonly key: string | undefined;
  readonly path: string;
  readonly body: string;
  /** The amount in minor units; undefined for a change of everything not captured yet. */
  readonly amount: number | undefined;
  /** True if the ledger must refuse the operation in every state of the order. */
  readonly mustBeRefused: boolean;
  readonly attempts: Attempt[];
}

export type Answered = Extract<Outcome, { kind: 'answered' }>;

export type Accepted = Answered & { readonly status: 202 };

export const isAccepted = (outcome: Outcome): outcome is Accepted =>
  outcome.kind === 'answered' && outcome.status === 202;

const finalRefusals = new Set([400, 422]);

/** Returns whether an answer is final: 202, or a refusal that a repeat would get again. */
export const isDefinite = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' && (outcome.status === 202 || finalRefusals.has(outcome.status));

/** Returns whether the answer leaves open if the request had an effect. */
export const isUnknown = (outcome: Outcome): boolean =>
  outcome.kind !== 'answered' || outcome.code === 'OUTCOME_UNKNOWN';

/** Returns whether the operation may be repeated, because a repeat has no second effect. */
export const isRepeatable = ({ action, key }: Operation): boolean =>
  action === 'register' || key !== undefined;

export const isSettled = ({ attempts }: Operation): boolean =>
  attempts.some(({ outcome }) => isDefinite(outcome));

/** The name of an operation, its contract, and its idempotency key if it has one. */
export interface OperationName {
  readonly name: string;
  readonly contract: Contract;
  readonly key: string | undefined;
}

const keyedShare = 0.65;

/**
 * Draws the contract and the idempotency key of an operation. Card orders are changed through `/v1`
 * only.
 */
export const nameOperation = (
  order: TargetOrder,
  name: string,
  random: SeededRandom,
): OperationName => ({
  name,
  contract: random.pick(order.card === undefined ? ['walley', 'ledger'] : ['ledger']),
  key: random.next() < keyedShare ? `key-${name}` : undefined,
});

/** Returns an amount of minor units in the format of Walley, such as `95.00`. */
export const major = (minor: number): string => (minor / 100).toFixed(2);
