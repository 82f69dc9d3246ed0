import type { CallOutcome } from './gateway-calls.js';

/** Calls within the same span of this length use the same second idempotency key. */
const spanMs = 60_000;

/**
 * Sends a request that charges nobody. If the gateway answers with 5xx, it stores this answer for a
 * day and gives it to each repeat under the same idempotency key. So the request is then sent under
 * a second key. Calls within the same minute share the second key, so that they make only one
 * object. If the second key fails too, a call in the next minute has a new one. An object whose
 * answer was lost stays unused at the gateway.
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
