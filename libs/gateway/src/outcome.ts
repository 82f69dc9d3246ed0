/**
 * The gateway's reason for refusing a request. Nothing was done, and a repeat would be refused as
 * well.
 */
export interface Refusal {
  /** The HTTP status of the gateway's answer. */
  readonly status: number;
  /** The gateway's code, such as `card_declined`; `refused` if the gateway gave no code. */
  readonly code: string;
  readonly declineCode?: string;
  readonly message: string;
  /** The request parameter that the gateway named as wrong. */
  readonly param?: string;
  /**
   * Present if nothing is held on the card any more: the authorisation ran out, or was cancelled.
   */
  readonly isLapsed?: true;
}

/** The reason why a request could not be sent, or why nobody knows whether it was carried out. */
export type DoubtReason =
  /** No answer in time. */
  | 'time-out'
  /** The connection failed or was closed too early, or the answer did not come from the gateway. */
  | 'connection'
  /** The gateway answered with a 5xx status. */
  | 'gateway-error'
  /** A request with the same key is being executed. */
  | 'key-in-use'
  /** The same key was sent with other parameters before. */
  | 'key-used-otherwise'
  | 'rate-limited'
  /** The gateway does not accept our secret key. */
  | 'credentials'
  /**
   * Not sent: too much time has passed since the request was decided, for example because the
   * process was suspended.
   */
  | 'outdated'
  /**
   * Not sent: the gateway has failed many times in a row, and nothing is sent to it for a while.
   */
  | 'breaker-open'
  /** The gateway has not finished the request, such as a refund that a bank has to confirm. */
  | 'pending'
  /** The gateway has no such intent: our secret key may be that of another account. */
  | 'unknown-intent'
  /** The state at the gateway fits neither "done" nor "not done": a person has to examine it. */
  | 'contradiction';

export interface Doubt {
  readonly reason: DoubtReason;
  readonly message: string;
}

/**
 * The result of a request to the gateway. After an unknown outcome the caller has to ask again, and
 * must not guess.
 */
export type Outcome<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unknown'; readonly doubt: Doubt };

export const done = <Value>(value: Value): Outcome<Value> => ({ kind: 'done', value });

export const refused = (refusal: Refusal): Outcome<never> => ({ kind: 'refused', refusal });

/** The code that the ledger gives a refusal if the gateway gave no code. */
export const refusedWithoutCode = 'refused';

/**
 * Converts the outcome of reading an object at the gateway before a request is sent. If the gateway
 * refuses the read, the outcome of the request is unknown, because an earlier attempt may have been
 * executed. A 404 stays a refusal, because it says that the object does not exist.
 */
export const readingOf = <Value>(outcome: Outcome<Value>): Outcome<Value> => {
  if (outcome.kind !== 'refused' || outcome.refusal.status === 404) return outcome;
  const { code, message } = outcome.refusal;
  return unknown('contradiction', `The gateway refuses to be asked (${code}): ${message}`);
};

export const unknown = (reason: DoubtReason, message: string): Outcome<never> => ({
  kind: 'unknown',
  doubt: { reason, message },
});
