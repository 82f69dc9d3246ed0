import type { ApiName } from '../parts/names.js';

export type Contract = 'walley' | 'ledger';

/** The outcome of one request for its caller. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The code of the refusal; empty for an accepted command. */
      readonly code: string;
      readonly replayed: boolean;
      /** The position of an accepted command; `undefined` if the contract does not state it. */
      readonly position: string | undefined;
      /** The id of the new capture or refund. */
      readonly madeId: string | undefined;
      readonly revision: string | undefined;
    }
  /** The connection ended before a complete answer. */
  | { readonly kind: 'cut'; readonly error: string }
  /** The caller disconnected. */
  | { readonly kind: 'left' }
  /** There was no answer within the time in which every request must be answered. */
  | { readonly kind: 'hung' };

/** One request for an operation. */
export interface Attempt {
  /** The `X-Request-Id`, which events carry as their correlation id. */
  readonly requestId: string;
  readonly api: ApiName;
  readonly atMs: number;
  readonly tookMs: number;
  readonly outcome: Outcome;
}

/** A change that a caller requests once or, with a key, until the answer is definite. */
export interface Operation {
  readonly name: string;
  readonly action: 'register' | 'capture' | 'refund' | 'cancel';
  readonly contract: Contract;
  readonly orderNumber: string;
  readonly orderId: string;
  readonly key: string | undefined;
  readonly path: string;
  readonly body: string;
  /** Minor units; `undefined` for a change that takes everything that is left. */
  readonly amount: number | undefined;
  /** The ledger must refuse it in every state of the order. */
  readonly mustBeRefused: boolean;
  readonly attempts: Attempt[];
}

export type Answered = Extract<Outcome, { kind: 'answered' }>;

export type Accepted = Answered & { readonly status: 202 };

export const isAccepted = (outcome: Outcome): outcome is Accepted =>
  outcome.kind === 'answered' && outcome.status === 202;

const finalRefusals = new Set([400, 422]);

/** A repeat would get the same answer. */
export const isDefinite = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' && (outcome.status === 202 || finalRefusals.has(outcome.status));

/** The request may or may not have had an effect. */
export const isUnknown = (outcome: Outcome): boolean =>
  outcome.kind !== 'answered' || outcome.code === 'OUTCOME_UNKNOWN';

/** True if a repeat cannot take effect twice. */
export const isRepeatable = ({ action, key }: Operation): boolean =>
  action === 'register' || key !== undefined;

export const isSettled = ({ attempts }: Operation): boolean =>
  attempts.some(({ outcome }) => isDefinite(outcome));
