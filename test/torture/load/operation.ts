import type { SeededRandom } from '../../faults/support/seeded-random.js';
import type { ApiName } from '../parts/names.js';
import type { TargetOrder } from './target-order.js';

export type Contract = 'walley' | 'ledger';

/** The outcome of a request as seen by the caller that sent it. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The error code of a refusal; empty for an accepted command. */
      readonly code: string;
      readonly replayed: boolean;
      /**
       * The log position that the answer to an accepted command states. Some answers state none.
       */
      readonly position: string | undefined;
      /** The id of the capture or refund that the command made. */
      readonly madeId: string | undefined;
      readonly revision: string | undefined;
    }
  /** The connection ended before the answer was complete. */
  | { readonly kind: 'cut'; readonly error: string }
  /** The caller lost patience and disconnected before the answer came. */
  | { readonly kind: 'left' }
  /** No answer came within 60 s, which the ledger must never let happen. */
  | { readonly kind: 'hung' };

/** One request for an operation. An operation has several if it was repeated. */
export interface Attempt {
  /**
   * The header `X-Request-Id` of the request. The ledger writes it as correlation id into the
   * events that the request causes.
   */
  readonly requestId: string;
  readonly api: ApiName;
  readonly atMs: number;
  readonly tookMs: number;
  readonly outcome: Outcome;
}

/**
 * A command and the requests that were sent for it. A command with an idempotency key is repeated
 * until an answer is final. Without a key, a repeat could take effect twice.
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
  /** The amount in minor units; undefined if the command concerns everything not captured yet. */
  readonly amount: number | undefined;
  /** True if the command is wrong on purpose, so the ledger must always refuse it. */
  readonly mustBeRefused: boolean;
  readonly attempts: Attempt[];
}

export type Answered = Extract<Outcome, { kind: 'answered' }>;

export type Accepted = Answered & { readonly status: 202 };

export const isAccepted = (outcome: Outcome): outcome is Accepted =>
  outcome.kind === 'answered' && outcome.status === 202;

const finalRefusals = new Set([400, 422]);

/** True if the answer is final: 202, or a refusal that a repeat would get again. */
export const isDefinite = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' && (outcome.status === 202 || finalRefusals.has(outcome.status));

/** True if the caller cannot know from the outcome whether the request took effect. */
export const isUnknown = (outcome: Outcome): boolean =>
  outcome.kind !== 'answered' || outcome.code === 'OUTCOME_UNKNOWN';

/** True if the command may be sent again, because a second request has no second effect. */
export const isRepeatable = ({ action, key }: Operation): boolean =>
  action === 'register' || key !== undefined;

export const isSettled = ({ attempts }: Operation): boolean =>
  attempts.some(({ outcome }) => isDefinite(outcome));

/**
 * The name of a command, the API through which it is sent, and its idempotency key if it has one.
 * The name is also sent as the reference, so that the log shows which command caused an event.
 */
export interface OperationName {
  readonly name: string;
  readonly contract: Contract;
  readonly key: string | undefined;
}

const keyedShare = 0.65;

/**
 * Draws an API and an idempotency key for a command. About a third of the commands get no key. Card
 * orders are changed through `/v1` only.
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

/** Formats an amount in major units as Walley's API has it: 9500 becomes `95.00`. */
export const major = (minor: number): string => (minor / 100).toFixed(2);
