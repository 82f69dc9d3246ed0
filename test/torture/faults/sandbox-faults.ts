import { eventually } from '../../support/system.js';
import type { GatewayError } from './fault.js';

/**
 * The number of requests that the sandbox is to fail. No round sends this many, so all matching
 * requests of the round fail.
 */
const requestsMany = 100_000;
/**
 * The time limit in milliseconds for an answer of the sandbox. Another fault may freeze or restart
 * the sandbox, but never for this long.
 */
const answerWithinMs = 60_000;
const askedAgainAfterMs = 2_000;

const ask = async (url: string, method: string, body?: URLSearchParams): Promise<Response> =>
  fetch(`${url}/sandbox/faults`, {
    ...{ method, signal: AbortSignal.timeout(askedAgainAfterMs) },
    ...(body !== undefined && { body }),
  });

const insist = async (url: string, method: string, body?: URLSearchParams): Promise<void> => {
  await eventually(
    `the sandbox takes a fault: ${method}`,
    async () => {
      const answer = await ask(url, method, body).catch(() => undefined);
      if (answer === undefined) return undefined;
      if (!answer.ok) throw new Error(await answer.text());
      return true;
    },
    answerWithinMs,
  );
};

/**
 * Lets requests fail at the gateway if their path contains `path`. The fault lasts until
 * `clearFaults` is called or the sandbox restarts.
 */
export const planFault = async (url: string, fault: GatewayError, path: string): Promise<void> => {
  await insist(url, 'POST', new URLSearchParams({ fault, path, next: String(requestsMany) }));
};

/** Asks the sandbox once, and returns true if it answers. */
export const answers = async (url: string): Promise<boolean> =>
  (await ask(url, 'GET').catch(() => undefined))?.ok ?? false;

export const clearFaults = async (url: string): Promise<void> => {
  await insist(url, 'DELETE');
};
