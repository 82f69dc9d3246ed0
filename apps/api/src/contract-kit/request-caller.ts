import type { FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import type { CommandRequest } from '../commands/command-request.js';
import type { Contract } from './contract.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The contract whose address was called; set before anything else is done. */
    contract: Contract;
    /** Set once the contract's authentication has found it. */
    caller?: Caller;
    /** The credentials were looked at. */
    isCallerSought?: boolean;
  }
}

/** The caller of the request. The access guard has seen to it that there is one. */
export const callerOf = ({ caller }: FastifyRequest): Caller => {
  if (caller === undefined) throw new Error('A route without @RequireScope() asks for its caller');
  return caller;
};

const traceparent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/**
 * The part of an HTTP request that its command carries. A contract without credentials says itself
 * for whom it acts.
 */
export const commandRequestOf = (
  request: FastifyRequest,
  idempotencyKey?: string,
  caller: Caller = callerOf(request),
): CommandRequest => {
  const trace = request.headers['traceparent'];
  return {
    caller,
    contract: request.contract.name,
    endpoint: `${request.method} ${request.routeOptions.url ?? ''}`,
    correlationId: request.id.toLowerCase(),
    at: new Date().toISOString(),
    ...(typeof trace === 'string' && traceparent.test(trace) && { traceparent: trace }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
};
