import { eventually } from '../../support/system.js';
import type { GatewayError } from './fault.js';

/** More requests than a round sends. */
const requestsMany = 100_000;
/** Longer than another fault keeps the sandbox from answering. */
const answerWithinMs = 60_000;
const askedAgainAfterMs = 2_000;

const call = async (url: string, method: 'POST' | 'DELETE', body?: URLSearchParams) =>
  eventually(
    `the sandbox takes a fault: ${method}`,
    async () => {
      const signal = AbortSignal.timeout(askedAgainAfterMs);
      const answer = await fetch(`${url}/sandbox/faults`, {
        ...{ method, signal },
        ...(body !== undefined && { body }),
      }).catch(() => undefined);
      if (answer === undefined) return undefined;
      if (!answer.ok) throw new Error(await answer.text());
      return true;
    },
    answerWithinMs,
  );

/** Lets requests at the gateway fail; a sandbox that dies forgets it. */
export const planFault = async (url: string, fault: GatewayError, path: string): Promise<void> => {
  await call(url, 'POST', new URLSearchParams({ fault, path, next: String(requestsMany) }));
};

export const clearFaults = async (url: string): Promise<void> => {
  await call(url, 'DELETE');
};
