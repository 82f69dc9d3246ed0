import type { CallOutcome } from './gateway-calls.js';

/** Keys that one request is sent under at most. */
const keysMax = 8;

/**
 * Sends a request that charges nobody. The gateway keeps an answer of 5xx for a day and gives it to
 * each repeat under the same key, so the request is then sent under the key that follows. All calls
 * with one key come to the same one of them, and find what it made.
 */
export const underFreshKeys = async <Value>(
  key: string,
  send: (key: string) => Promise<CallOutcome<Value>>,
): Promise<CallOutcome<Value>> => {
  let outcome = await send(key);
  for (let next = 1; next < keysMax && isKeptFailure(outcome); next += 1) {
    outcome = await send(`${key}-${next}`);
  }
  return outcome;
};

const isKeptFailure = (outcome: CallOutcome<unknown>): boolean =>
  outcome.kind === 'unknown' && outcome.isFinal === true;
