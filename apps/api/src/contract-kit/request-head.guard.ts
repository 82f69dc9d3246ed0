import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import type { Contracts } from './contract.js';
import { HttpError, shapeError } from './http-error.js';
import { httpLimits } from './http-limits.js';

/**
 * Headers that may be longer than 256 characters. Browsers and proxies make some of them long, and
 * tokens are long anyway. `x-request-id` is here because a malformed one is replaced and not
 * refused. Node limits all headers of a request together to 16 KiB.
 */
const unbounded = new Set([
  ...['authorization', 'cart-token', 'cookie', 'traceparent', 'tracestate', 'baggage'],
  ...['x-request-id', 'user-agent', 'referer', 'origin', 'via', 'forwarded', 'if-none-match'],
]);

/**
 * More headers that may be longer, given by the beginnings of their names. Browsers and proxies add
 * them.
 */
const unboundedNames =
  /^(accept$|accept-|sec-|x-(forwarded|original|real|amzn|goog|ms|envoy|auth)-|cf-)/;

const isBounded = (name: string): boolean => !unbounded.has(name) && !unboundedNames.test(name);

type Headers = FastifyRequest['headers'];

const assertShort = (headers: Headers): void => {
  const most = httpLimits.headerValueCharacters;
  const violations = Object.entries(headers)
    .filter(([name, value]) => isBounded(name) && String(value).length > most)
    .map(([name]) => ({ path: [name], message: `must have at most ${most} characters` }));
  if (violations.length > 0) throw shapeError(violations);
};

/** Refuses a body whose content type the contract does not read (415). */
const assertMediaType = ({ headers, contract, body }: FastifyRequest): void => {
  const { mediaTypes } = contract.bodyRules;
  const isEmpty = !Buffer.isBuffer(body) || body.length === 0;
  if (mediaTypes === undefined || isEmpty) return;
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const mediaType = type.trim().toLowerCase();
  if (mediaTypes.includes(mediaType)) return;
  throw new HttpError({
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: `Bodies of the type ${mediaType} are not supported.`,
    parameters: { mediaType },
  });
};

/**
 * Refuses a compressed body, because a small compressed body could fill the memory when unpacked.
 *
 * @throws HttpError 415
 */
export const assertPlainEncoding = ({ headers }: Pick<FastifyRequest, 'headers'>): void => {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return;
  throw new HttpError({
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'Compressed bodies are not supported.',
    headers: { 'Accept-Encoding': 'identity' },
  });
};

/**
 * Refuses compressed bodies, bodies of a type that the contract does not read, and header values
 * over 256 characters (docs/contracts/README.md, "Rules for all of them"). Headers that browsers
 * and proxies add may be longer. The caller is authenticated before this guard runs.
 */
@Injectable()
export class RequestHeadGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    assertPlainEncoding(request);
    assertShort(request.headers);
    assertMediaType(request);
    return true;
  }
}

/**
 * The base class of pipes and decorators that read the query of a route. Such a reader refuses
 * unknown query parameters itself.
 */
export abstract class ReadsQuery {
  protected readonly readsQuery = true;
}

interface RouteArgument {
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

const isReader = (value: unknown): boolean => value instanceof ReadsQuery;

/** True if a pipe or decorator on the handler's parameters reads the query. */
const readsQuery = (context: ExecutionContext): boolean => {
  const metadata: unknown = Reflect.getMetadata(
    ROUTE_ARGS_METADATA,
    context.getClass(),
    context.getHandler().name,
  );
  const parameters = Object.values((metadata ?? {}) as Readonly<Record<string, RouteArgument>>);
  return parameters.some(({ data, pipes = [] }) => isReader(data) || pipes.some(isReader));
};

/**
 * Refuses query parameters on a route that has none, with the contract's error text. If a filter
 * were ignored, the caller would take the unfiltered answer for a filtered one. The guard checks
 * the handler's parameters by reflection, so no new route can miss it.
 */
@Injectable()
export class QueryNamesGuard implements CanActivate {
  constructor(private readonly contracts: Contracts) {}

  canActivate(context: ExecutionContext): boolean {
    const { query, raw } = context.switchToHttp().getRequest<FastifyRequest>();
    const [name] = Object.keys(query as object);
    if (name === undefined || readsQuery(context)) return true;
    const answer = this.contracts.unknownParameter(raw.url ?? '/', name);
    if (answer !== undefined) throw new HttpError(answer);
    return true;
  }
}
