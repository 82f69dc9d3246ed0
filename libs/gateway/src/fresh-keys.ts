import type { CallOutcome } from './gateway-calls.js';

/** The length of a span of time. All calls within one span use the same second idempotency key. */
const spanMs = 60_000;

/**
 * Sends a request that only creates an object, such as a customer or an unconfirmed payment intent,
 * and moves no money. If the gateway answers 5xx, it gives the same answer to each repeat under the
 * same idempotency key for a day. So the request is sent again under a second key.
 *
 * Calls within the same minute share the second key, so that together they create only one object.
 * If the second key fails too, a call in the next minute uses a new one. If a failed request has
 * created an object after all, nobody uses that object.
 */
export const underFreshKeys = async <Value>(
  key: string,
  send: (key: string) => Promise<CallOutcome<Value>>,
  now: () => number = Date.now,
): Promise<CallOutcome<Value>> => {
  const outcome = await send(key);
  const isKeptFailure = outcome.kind === 'unknown' && outcome.isFinal === true;
  return isKeptFailure ? send(`${key}-${Math.floor(now() / spanMs)}`) : outcome;
};
