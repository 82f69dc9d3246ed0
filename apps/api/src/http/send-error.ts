import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Contracts } from '../contract-kit/contract.js';
import type { ErrorAnswer } from '../contract-kit/http-error.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { requestIdOf } from '../contract-kit/request.js';
import { discardRest } from '../contract-kit/streamed-bodies.js';

/**
 * Headers of every answer. They tell browsers not to guess the content type, not to show the answer
 * in a frame, and not to tell other sites where a reader came from.
 */
export const protectiveHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "frame-ancestors 'none'",
} as const;

type Headers = Readonly<Record<string, string>>;

/** An error answer in the words of the contract that answers at the address. */
const written = (
  contracts: Contracts,
  url: string,
  { answer, requestId }: { readonly answer: ErrorAnswer; readonly requestId: string },
): { readonly body: string; readonly headers: Headers } => {
  const contract = contracts.of(url);
  const { body, contentType, headers } = contract.errorEnvelope.write(answer, requestId);
  return {
    body,
    headers: {
      ...protectiveHeaders,
      ...contract.headers,
      ...answer.headers,
      ...headers,
      'X-Request-Id': requestId,
      ...(contentType !== undefined && { 'Content-Type': contentType }),
      'Cache-Control': 'no-store',
    },
  };
};

/** Answers a request with an error, in the envelope of the contract that owns the address. */
export const sendError = (
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  contracts: Contracts,
  answer: ErrorAnswer,
): void => {
  const requestId = request.id;
  const { body, headers } = written(contracts, request.originalUrl, { answer, requestId });
  // Fastify closes the connection after a body that is too large. Without its `Connection: close`
  // the rest of the body is read to its end (bounded by the request timeout), so that the caller
  // gets the answer rather than a reset connection.
  if (answer.status === 413) reply.removeHeader('Connection');
  // The answer does not wait for the rest of the body, which is read and dropped for a while.
  reply.raw.once('finish', () => {
    discardRest(request.raw, httpLimits.lingerMs);
  });
  reply.code(answer.status).headers(headers);
  // Without this branch, Fastify would give a content type to an answer that must have none.
  if ('Content-Type' in headers) void reply.send(body);
  else endWithoutType(request, reply, body);
};

const endWithoutType = (request: FastifyRequest, reply: FastifyReply, body: string): void => {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.raw.setHeader('Content-Length', Buffer.byteLength(body));
  reply.raw.end(request.method === 'HEAD' ? undefined : body);
};

/** Answers a request with an error before it reaches the framework. */
export const sendErrorAtOnce = (
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  contracts: Contracts,
  answer: ErrorAnswer,
): void => {
  const requestId = requestIdOf(request);
  const { body, headers } = written(contracts, request.url ?? '/', { answer, requestId });
  response.once('finish', () => {
    discardRest(request, httpLimits.lingerMs);
  });
  response
    .writeHead(answer.status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
    .end(request.method === 'HEAD' ? undefined : body);
};
