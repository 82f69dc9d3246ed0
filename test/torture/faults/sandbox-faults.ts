import { eventually } from '../../support/system.js';
import type { GatewayError } from './fault.js';

/**
 * The number of requests that are to fail. A round sends fewer, so all its matching requests fail.
 */
const requestsMany = 100_000;
/**
 * The time limit for an answer of the sandbox. It is longer than another fault, such as a freeze,
 * can delay the answer.
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
 * Makes requests to the gateway whose path contains `path` fail, until the sandbox is restarted or
 * `clearFaults` is called.
 */
export const planFault = async (url: string, fault: GatewayError, path: string): Promise<void> => {
  await insist(url, 'POST', new URLSearchParams({ fault, path, next: String(requestsMany) }));
};

/** Returns whether the sandbox answers now. */
export const answers = async (url: string): Promise<boolean> =>
  (await ask(url, 'GET').catch(() => undefined))?.ok ?? false;

export const clearFaults = async (url: string): Promise<void> => {
  await insist(url, 'DELETE');
};
