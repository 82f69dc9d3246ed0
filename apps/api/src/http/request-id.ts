import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isUuid } from '#ledger';

type Headers = Pick<IncomingMessage, 'headers'>;

const givenId = ({ headers }: Headers): string | undefined => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && isUuid(given) ? given : undefined;
};

/** Whether the caller named its request itself. */
export const isRequestIdGiven = (request: Headers): boolean => givenId(request) !== undefined;

/** `X-Request-Id`: the caller's if it is a UUID, else made (contracts/README.md, "Rules for all of them"). It is the correlation id. */
export const requestIdOf = (request: Headers): string => givenId(request) ?? randomUUID();
