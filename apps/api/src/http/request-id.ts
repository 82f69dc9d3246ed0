import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isUuid } from '#ledger';

/** `X-Request-Id`: the caller's if it is a UUID, else made (ledger.md, "Service"). It is the correlation id. */
export const requestIdOf = (request: Pick<IncomingMessage, 'headers'>): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && isUuid(given) ? given : randomUUID();
};
