import type { ApiName } from '../parts/names.js';

export type Contract = 'walley' | 'ledger';

/** What a caller got for one request. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Why it was refused; empty for an accepted command. */
      readonly code: string;
      readonly replayed: boolean;
      /** Of an accepted command; what the contract does not say is `undefined`. */
      readonly position: string | undefined;
      /** The capture or refund that it made. */
      readonly madeId: string | undefined;
      readonly revision: string | undefined;
    }
  /** The connection ended without a whole answer. */
  | { readonly kind: 'cut'; readonly error: string }
  /** The caller did not want to wait longer. */
  | { readonly kind: 'left' }
  /** No answer within the time in which every request must be answered. */
  | { readonly kind: 'hung' };

/** One request for an operation. */
export interface Attempt {
  /** Its `X-Request-Id`, which events carry as their correlation id. */
  readonly requestId: string;
  readonly api: ApiName;
  readonly atMs: number;
  readonly tookMs: number;
  readonly outcome: Outcome;
}

/** Something a caller wants done, asked for once or, with a key, until the answer is definite. */
export interface Operation {
  readonly name: string;
  readonly action: 'register' | 'capture' | 'refund' | 'cancel';
  readonly contract: Contract;
  readonly orderNumber: string;
  readonly orderId: string;
  readonly key: string | undefined;
  readonly path: string;
  readonly body: string;
  /** Minor units; a cancellation takes what is left. */
  readonly amount: number | undefined;
  /** Whatever the state of the order, the ledger must not accept it. */
  readonly mustBeRefused: boolean;
  readonly attempts: Attempt[];
}

export type Answered = Extract<Outcome, { kind: 'answered' }>;

export type Accepted = Answered & { readonly status: 202 };

export const isAccepted = (outcome: Outcome): outcome is Accepted =>
  outcome.kind === 'answered' && outcome.status === 202;

const finalRefusals = new Set([400, 422]);

/** Asking again would give no other answer. */
export const isDefinite = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' && (outcome.status === 202 || finalRefusals.has(outcome.status));

/** The request may have been carried out or not. */
export const isUnknown = (outcome: Outcome): boolean =>
  outcome.kind !== 'answered' || outcome.code === 'OUTCOME_UNKNOWN';

/** Whether a repeat cannot do the same twice. */
export const isRepeatable = ({ action, key }: Operation): boolean =>
  action === 'register' || key !== undefined;

export const isSettled = ({ attempts }: Operation): boolean =>
  attempts.some(({ outcome }) => isDefinite(outcome));
