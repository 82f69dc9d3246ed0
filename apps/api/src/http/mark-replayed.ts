import type { FastifyReply } from 'fastify';
import { isRequestIdGiven } from './request-id.js';

/**
 * Says that an answer repeats an earlier one. Unless the caller named its request, the answer bears the id of the first:
 * that is the one under which the effect can be asked for (walley.md, `?correlationId=`).
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
