import type { ServerResponse } from 'node:http';

/**
 * Sends the head of an answer as soon as its stream is begun, not with its first bytes: those may take long, and what
 * happens until then breaks the answer off, which has begun, instead of becoming an answer 500 of its own.
 */
export const headersAtOnce = (response: ServerResponse): void => {
  response.once('pipe', () => {
    response.flushHeaders();
  });
};
