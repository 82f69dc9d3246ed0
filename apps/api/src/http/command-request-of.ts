import type { FastifyRequest } from 'fastify';
import type { CommandRequest } from '../commands/command-request.js';
import { callerOf } from './caller-of.js';

const traceparent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** What a command carries of the HTTP request it came in. The caller must have passed the access guard. */
export const commandRequestOf = (
  request: FastifyRequest,
  contract: CommandRequest['contract'],
  idempotencyKey?: string,
): CommandRequest => {
  const trace = request.headers['traceparent'];
  return {
    caller: callerOf(request),
    contract,
    endpoint: `${request.method} ${request.routeOptions.url ?? ''}`,
    correlationId: request.id.toLowerCase(),
    at: new Date().toISOString(),
    ...(typeof trace === 'string' && traceparent.test(trace) && { traceparent: trace }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
};
