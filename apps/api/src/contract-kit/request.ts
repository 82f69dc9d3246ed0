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
    /** The contract that the address of the request belongs to. The API sets it first of all. */
    contract: Contract;
    /** The authenticated caller. Absent until the contract's authentication has run. */
    caller?: Caller;
    /**
     * True after the credentials were checked, so that each request is checked only once. Also true
     * if the request had no credentials.
     */
    isCallerSought?: boolean;
  }
}

/**
 * The authenticated caller. The access guard refuses requests without a caller, so this throws only
 * if a route forgot its guard.
 */
export const callerOf = ({ caller }: FastifyRequest): Caller => {
  if (caller === undefined) throw new Error('A route without @RequireScope() asks for its caller');
  return caller;
};

const traceparent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/**
 * Collects from an HTTP request what its command needs. A contract whose callers have no
 * credentials passes the caller as an argument.
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
 * The correlation id of the request: the caller's `X-Request-Id` if it is a UUID, otherwise a new
 * UUID (contracts/README.md, "Rules for all of them").
 */
export const requestIdOf = (request: Headers): string => givenId(request) ?? randomUUID();

/**
 * Marks an answer as the repeat of an earlier answer. If the caller sent no `X-Request-Id`, the
 * answer carries the id of the first request. With that id, `?correlationId=` finds the recorded
 * effect (walley.md, "GET an order").
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

/** The allowed form of an idempotency key, whether in a header or in a body. */
export const visibleAscii = {
  pattern: /^[\x21-\x7e]{1,128}$/,
  mustBe: 'a string of 1 to 128 visible ASCII characters',
};

/**
 * The idempotency key in the header (1 to 128 visible ASCII characters), or `undefined` without the
 * header.
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
 * Groups network addresses that count as one caller as long as the client is unknown. Providers
 * give each household or machine a whole /64 network of IPv6 addresses, so these are one group. An
 * IPv4 address written as IPv6 counts as the IPv4 address.
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
