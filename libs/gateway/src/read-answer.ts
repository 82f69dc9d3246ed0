import type Stripe from 'stripe';
import { refusedWithoutCode } from './outcome.js';
import type { DoubtReason, Refusal } from './outcome.js';

/**
 * Thrown if the outcome of an attempt is unknown, so that the retries and the circuit breaker
 * notice it.
 */
export class Doubtful extends Error {
  override readonly name = 'Doubtful';

  constructor(
    readonly reason: DoubtReason,
    message: string,
    /**
     * True if the gateway has stored this answer under the idempotency key, so that every repeat
     * gets the same answer.
     */
    readonly isFinal = false,
  ) {
    super(message);
  }

  /** True if the gateway itself seems to fail, so that other requests would fail too. */
  get isOutage(): boolean {
    const outages: readonly DoubtReason[] = [
      ...(['time-out', 'connection', 'gateway-error', 'credentials'] as const),
    ];
    return outages.includes(this.reason) && !this.isFinal;
  }
}

/** Thrown if the gateway refused an attempt. */
export class RefusedByGateway extends Error {
  override readonly name = 'RefusedByGateway';

  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

const messageMax = 500;

/**
 * The gateway's text, cut to `messageMax`. It becomes part of an event. So U+FFFD replaces what
 * PostgreSQL cannot store: NUL, and the half of a surrogate pair that the cut has split.
 */
const textOf = (message: string): string =>
  message.slice(0, messageMax).toWellFormed().replaceAll('\0', '\ufffd');

/** Statuses that are refusals: nothing was executed, and a repeat would be refused as well. */
const refusalStatuses: readonly number[] = [400, 402, 404];

const isStripeError = (error: unknown): error is Stripe.errors.StripeError =>
  error instanceof Error && 'rawType' in error;

/** Translates an error of Stripe's client into a refusal by the gateway or an unknown outcome. */
export const readError = (error: unknown): Doubtful | RefusedByGateway => {
  if (error instanceof Doubtful) return error;
  if (!isStripeError(error)) return new Doubtful('connection', textOf(String(error)));
  const { statusCode = 0, code, headers = {} } = error;
  const message = textOf(error.message);
  const isReplayed = headers['idempotent-replayed'] === 'true';
  // The idempotency key belongs to an earlier, different request, which may still be executed.
  if (error.rawType === 'idempotency_error' && statusCode === 400) {
    return new Doubtful('key-used-otherwise', message);
  }
  if (statusCode === 409) return new Doubtful('key-in-use', message);
  if (statusCode === 429 || code === 'rate_limit') return new Doubtful('rate-limited', message);
  if (statusCode === 401 || statusCode === 403) return new Doubtful('credentials', message);
  if (statusCode >= 500) return new Doubtful('gateway-error', message, isReplayed);
  if (refusalStatuses.includes(statusCode)) return new RefusedByGateway(refusalOf(error));
  const isTimeOut = /timeout/i.test(message);
  return new Doubtful(isTimeOut ? 'time-out' : 'connection', message);
};

const refusalOf = ({
  statusCode = 400,
  code,
  decline_code: declineCode,
  message,
  param,
}: Stripe.errors.StripeError): Refusal => ({
  status: statusCode,
  code: code ?? refusedWithoutCode,
  message: textOf(message),
  ...(declineCode && { declineCode }),
  ...(param && { param }),
});

/**
 * Returns the answer if it comes from the gateway itself; throws `Doubtful` otherwise. The check is
 * needed because Stripe's client accepts all JSON without an error in it, of any status, even from
 * a proxy in between.
 */
export const readAnswer = <Kind extends string, Answer extends { object: Kind }>(
  kind: Kind,
  answer: Stripe.Response<Answer>,
): Answer => {
  const { statusCode, headers } = answer.lastResponse;
  if (statusCode === 200 && answer.object === kind) return answer;
  const isReplayed = headers['idempotent-replayed'] === 'true';
  if (statusCode >= 500) {
    throw new Doubtful('gateway-error', `The gateway answered ${statusCode}.`, isReplayed);
  }
  throw new Doubtful('connection', `The answer, of status ${statusCode}, is not the gateway's.`);
};
