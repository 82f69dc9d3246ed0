import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import type { Contracts } from './contract.js';
import { HttpError, shapeError } from './http-error.js';
import { httpLimits } from './http-limits.js';

/**
 * Headers without the limit: those that browsers and proxies make long, those with long values by
 * nature, and `X-Request-Id`, which is replaced if it is malformed. Node bounds all headers of a
 * request together to 16 KiB.
 */
const unbounded = new Set([
  ...['authorization', 'cart-token', 'cookie', 'traceparent', 'tracestate', 'baggage'],
  ...['x-request-id', 'user-agent', 'referer', 'origin', 'via', 'forwarded', 'if-none-match'],
]);

/**
 * Further headers without the limit, by the beginnings of their names: browsers and proxies send
 * these.
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

/** Refuses a body of a content type that the contract does not read (415). */
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
    detail: `Bodies of the type ${mediaType} are not read.`,
    parameters: { mediaType },
  });
};

/**
 * Refuses a compressed body, because a small one could unpack to any amount of memory.
 *
 * @throws HttpError 415
 */
export const assertPlainEncoding = ({ headers }: Pick<FastifyRequest, 'headers'>): void => {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return;
  throw new HttpError({
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'Compressed bodies are not read.',
    headers: { 'Accept-Encoding': 'identity' },
  });
};

/**
 * Refuses compressed bodies, bodies of a type that the contract does not read, and header values
 * over 256 characters (docs/contracts/README.md, "Rules for all of them"), except in headers of
 * browsers and proxies. The guard runs after the caller is found.
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
 * The base of pipes and decorators that read the query of a route and refuse unknown parameters.
 */
export abstract class ReadsQuery {
  protected readonly readsQuery = true;
}

interface RouteArgument {
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

const isReader = (value: unknown): boolean => value instanceof ReadsQuery;

/** True if a parameter of the handler reads the query. */
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
 * Refuses query parameters on a route that reads none, in the words of the route's contract: if a
 * filter were ignored, the answer would show what the caller did not ask for. The guard looks at
 * the parameters of the handler, so a new route cannot forget it.
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
