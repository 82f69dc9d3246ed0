import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { tokenMissing } from './bearer-authentication.js';
import type { CommandRequest } from '../commands/command-request.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard on every route that is not public. */
    caller?: Caller;
  }
}

/** Who makes the request; the access guard has found out, unless the route is public. */
export const callerOf = (request: FastifyRequest): Caller => {
  if (request.caller === undefined) throw tokenMissing();
  return request.caller;
};

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
