import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { isUuid } from '#ledger';
import type { CommandRequest } from '../commands/command-request.js';
import type { Contract } from './contract.js';
import { shapeError } from './http-error.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The contract whose address was called; set before anything else is done. */
    contract: Contract;
    /** Set once the contract's authentication has found the caller. */
    caller?: Caller;
    /** True once the credentials were checked, also if there were none. */
    isCallerSought?: boolean;
  }
}

/** The caller of the request. The access guard has refused requests without one. */
export const callerOf = ({ caller }: FastifyRequest): Caller => {
  if (caller === undefined) throw new Error('A route without @RequireScope() asks for its caller');
  return caller;
};

const traceparent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/**
 * The part of an HTTP request that its command carries. A contract whose callers have no
 * credentials passes the caller itself.
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

type Headers = Pick<IncomingMessage, 'headers'>;

const givenId = ({ headers }: Headers): string | undefined => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && isUuid(given) ? given : undefined;
};

/** True if the caller sent an `X-Request-Id` that is a UUID. */
export const isRequestIdGiven = (request: Headers): boolean => givenId(request) !== undefined;

/**
 * The `X-Request-Id` of the caller if it is a UUID, else a new UUID (contracts/README.md, "Rules
 * for all of them"). This id is the correlation id of the request.
 */
export const requestIdOf = (request: Headers): string => givenId(request) ?? randomUUID();

/**
 * Marks an answer as the repeat of an earlier answer. If the caller sent no `X-Request-Id`, the
 * answer gets the id of the first request, because `?correlationId=` finds the recorded effect by
 * that id (walley.md, "GET an order").
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

/** The rule of an idempotency key, in a header or in a body. */
export const visibleAscii = {
  pattern: /^[\x21-\x7e]{1,128}$/,
  mustBe: 'a string of 1 to 128 visible ASCII characters',
};

/**
 * The idempotency key in a header, if the header is given: 1 to 128 visible ASCII characters.
 *
 * @throws HttpError 400 that names the header
 */
export const idempotencyKey = (
  value: string | string[] | undefined,
  header = 'Idempotency-Key',
): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && visibleAscii.pattern.test(value)) return value;
  throw shapeError([{ path: [header], message: `must be ${visibleAscii.mustBe}` }]);
};

/** The `Idempotency-Key` of a request, if it has one. @throws HttpError 400 for a malformed key */
export const idempotencyKeyOf = ({
  headers,
}: Pick<FastifyRequest, 'headers'>): string | undefined =>
  idempotencyKey(headers['idempotency-key']);

/**
 * The group of network addresses that counts as one caller while its client is unknown. Providers
 * give a household or a machine a whole /64 of IPv6, so a /64 is one group. An IPv4 address that is
 * written as IPv6 is in the group of the IPv4 address.
 */
export const addressGroup = (address: string | undefined): string => {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
};
