import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Logger, ThrottledWarnings } from '#runtime';
import type { Contracts } from '../contract-kit/contract.js';
import { CommandRejected, type ErrorAnswer, internalError } from '../contract-kit/http-error.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { requestIdOf } from '../contract-kit/request.js';
import { discardRest } from '../contract-kit/streamed-bodies.js';
import { toErrorAnswer } from '../contract-kit/to-error-answer.js';

/**
 * Security headers of every answer. A browser must not guess the content type, show the answer in a
 * frame, or send the address of the page to other sites.
 */
export const protectiveHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "frame-ancestors 'none'",
} as const;

type Headers = Readonly<Record<string, string>>;

/**
 * The body and headers of an error answer, formatted by the contract that the address belongs to.
 */
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

/** Answers a request with an error, formatted by the contract that the address belongs to. */
export const sendError = (
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  contracts: Contracts,
  answer: ErrorAnswer,
): void => {
  const requestId = request.id;
  const { body, headers } = written(contracts, request.originalUrl, { answer, requestId });
  // Fastify adds `Connection: close` to a 413. The connection would then be reset while the caller
  // still sends its body, and the caller could lose the answer. Without the header, the rest of the
  // body is read before the connection closes.
  if (answer.status === 413) reply.removeHeader('Connection');
  // The answer is sent at once. The rest of the body is read and thrown away for up to `lingerMs`,
  // so that the connection is not reset before the caller has the answer.
  reply.raw.once('finish', () => {
    discardRest(request.raw, httpLimits.lingerMs);
  });
  reply.code(answer.status).headers(headers);
  // Some error answers must not have a content type. Fastify always adds one, so these answers are
  // written without Fastify.
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

/**
 * Answers a request with an error before Nest and Fastify see it, so that the answer costs little.
 */
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

/** Turns every error that a handler or a guard throws into an answer. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly warnings: ThrottledWarnings;

  constructor(
    private readonly contracts: Contracts,
    private readonly logger: Logger,
  ) {
    this.warnings = new ThrottledWarnings(logger);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const answer = this.answerTo(error, request) ?? internalError;
    if (answer.status >= 500) this.log(answer, { err: error, requestId: request.id });
    sendError({ request, reply }, this.contracts, answer);
  }

  /**
   * The contract itself answers a command that the ledger rejected. All other errors have the same
   * answer for every contract.
   */
  private answerTo(error: unknown, { originalUrl }: FastifyRequest): ErrorAnswer | undefined {
    if (!(error instanceof CommandRejected)) return toErrorAnswer(error);
    return this.contracts.of(originalUrl).errorEnvelope.rejected(error.rejected);
  }

  /**
   * While the event store cannot be reached, every request fails. The warnings are therefore
   * throttled, and only unexpected errors are all logged.
   */
  private log(answer: ErrorAnswer, fields: object): void {
    if (answer === internalError) this.logger.error(fields, 'request failed');
    else this.warnings.warn(fields, 'request failed');
  }
}
