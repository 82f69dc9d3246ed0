import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorEnvelopes } from './error-envelopes.js';
import { httpLimits } from './http-limits.js';
import { discardRest } from './lines/discard-rest.js';
import { protectiveHeaders } from './protective-headers.js';
import type { Refusal } from './refusal.js';

/** Answers a request with a refusal, in the envelope of the contract its path belongs to. */
export const refuse = (
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  envelopes: ErrorEnvelopes,
  refusal: Refusal,
): void => {
  const url = request.raw.url ?? '/';
  const { contentType, body } = envelopes.for(url).write(refusal, request.id);
  // Without Fastify's `Connection: close` for a body too large, what the caller still sends is read to its end (bounded
  // by the request timeout) and the answer arrives, rather than a reset connection.
  if (refusal.status === 413) reply.removeHeader('Connection');
  // What is not read of the body is not waited for: it is taken off the wire for a while.
  reply.raw.once('finish', () => {
    discardRest(request.raw, httpLimits.lingerMs);
  });
  void reply
    .code(refusal.status)
    .headers({
      ...protectiveHeaders,
      ...refusal.headers,
      'X-Request-Id': request.id,
      'Content-Type': contentType,
      'Cache-Control': 'no-store',
    })
    .send(body);
};
