import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyReply } from 'fastify';
import { isUuid } from '#ledger';

type Headers = Pick<IncomingMessage, 'headers'>;

const givenId = ({ headers }: Headers): string | undefined => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && isUuid(given) ? given : undefined;
};

/** Returns whether the caller named its request itself. */
export const isRequestIdGiven = (request: Headers): boolean => givenId(request) !== undefined;

/**
 * `X-Request-Id`: the caller's if it is a UUID, else made (contracts/README.md, "Rules for all of
 * them"). It is the correlation id.
 */
export const requestIdOf = (request: Headers): string => givenId(request) ?? randomUUID();

/**
 * Says that an answer repeats an earlier one. Unless the caller named its request, the answer bears
 * the id of the first: that is the one under which the effect can be asked for (walley.md,
 * `?correlationId=`).
 */
export const markReplayed = (
  reply: FastifyReply,
  { correlationId }: { readonly correlationId?: string },
): void => {
  reply.header('Idempotency-Replayed', 'true');
  if (correlationId !== undefined && !isRequestIdGiven(reply.request.raw)) {
    reply.header('X-Request-Id', correlationId);
  }
};
