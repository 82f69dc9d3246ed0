import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Contracts } from '../contract-kit/contract.js';
import type { ErrorAnswer } from '../contract-kit/http-error.js';
import { requestIdOf } from '../contract-kit/request-id.js';
import { discardRest } from '../contract-kit/streamed-bodies.js';
import { httpLimits } from '../contract-kit/http-limits.js';

/** Answers a request with a answer, in the envelope of the contract its path belongs to. */
export const sendError = (
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  envelopes: Contracts,
  answer: ErrorAnswer,
): void => {
  const url = request.raw.url ?? '/';
  const { contentType, body } = envelopes.for(url).write(answer, request.id);
  // Without Fastify's `Connection: close` for a body too large, what the caller still sends is read to its end (bounded
  // by the request timeout) and the answer arrives, rather than a reset connection.
  if (answer.status === 413) reply.removeHeader('Connection');
  // What is not read of the body is not waited for: it is taken off the wire for a while.
  reply.raw.once('finish', () => {
    discardRest(request.raw, httpLimits.lingerMs);
  });
  void reply
    .code(answer.status)
    .headers({
      ...protectiveHeaders,
      ...answer.headers,
      'X-Request-Id': request.id,
      'Content-Type': contentType,
      'Cache-Control': 'no-store',
    })
    .send(body);
};

/** Refuses a request that the framework never gets to see, in the envelope of the contract its path belongs to. */
export const sendErrorAtOnce = (
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  envelopes: Contracts,
  answer: ErrorAnswer,
): void => {
  const requestId = requestIdOf(request);
  const { contentType, body } = envelopes.for(request.url ?? '/').write(answer, requestId);
  response.once('finish', () => {
    discardRest(request, httpLimits.lingerMs);
  });
  response
    .writeHead(answer.status, {
      ...protectiveHeaders,
      ...answer.headers,
      'X-Request-Id': requestId,
      'Content-Type': contentType,
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
    })
    .end(request.method === 'HEAD' ? undefined : body);
};

/**
 * Headers of every answer. Nothing here is meant to be guessed at, to be framed, or to tell other sites where its reader
 * came from.
 */
export const protectiveHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "frame-ancestors 'none'",
} as const;
