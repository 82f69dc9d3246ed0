import type { IncomingHttpHeaders } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ThrottledWarnings } from '#runtime';
import type { Authenticator } from '../contract-kit/authenticator.js';
import type { Contracts, CrossOrigin } from '../contract-kit/contract.js';
import { notFound } from '../contract-kit/http-error.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { requestIdOf } from '../contract-kit/request.js';
import { handOnLines, linesAreBytesElsewhere } from '../contract-kit/streamed-bodies.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import { Admission, identifyCallers, type InFlightLimits, trustOf } from './admission.js';
import { BodyReception } from './body-reception.js';
import { ContractRouting } from './contract-routing.js';
import type { Departure } from './departure.js';
import { httpServers } from './http-server.js';
import { protectiveHeaders, sendError } from './error-answers.js';
import { answerUnparsed } from './unparsed-requests.js';

interface AdapterOptions {
  readonly warnings: ThrottledWarnings;
  readonly metrics: HttpMetrics;
  readonly authenticator: Authenticator;
  readonly departure: Departure;
  readonly trustedProxies?: readonly string[];
  readonly limits?: InFlightLimits;
  /**
   * The address to which browsers are redirected from `/`, relative to `/`. Other clients get 404
   * at `/`.
   */
  readonly startPage?: string | undefined;
  /**
   * For each contract, the origins of web pages whose scripts may call it (CORS). If absent, no web
   * page may call any contract.
   */
  readonly origins?: Origins;
}

/**
 * Nest's Fastify adapter with the limits, request ids, routing rules and error answers of this API.
 */
export const fastifyAdapter = (contracts: Contracts, options: AdapterOptions): FastifyAdapter => {
  const { warnings, metrics, authenticator, departure } = options;
  const { trustedProxies = [], limits = httpLimits, origins = {} } = options;
  const trust = trustOf(trustedProxies);
  const callers = identifyCallers(authenticator, trust);
  const admission = new Admission(limits, { contracts, warnings, callers, departure, metrics });
  const routing = new ContractRouting(contracts, authenticator);
  const adapter = new FastifyAdapter({
    bodyLimit: httpLimits.bodyBytes,
    serverFactory: httpServers(admission, departure),
    trustProxy: trust,
    requestIdHeader: false,
    genReqId: requestIdOf,
    rewriteUrl: ({ url = '/' }) => routing.rewritten(url),
    routerOptions: {
      ignoreTrailingSlash: true,
      maxParamLength: httpLimits.pathParameterCharacters,
    },
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendError({ request, reply }, contracts, notFound);
    },
    clientErrorHandler: answerUnparsed(contracts),
  });
  const server = adapter.getInstance<FastifyInstance>();
  readBodiesAsBytes(server);
  watchRequests(server, contracts, metrics);
  if (options.startPage !== undefined) sendBrowsersTo(server, options.startPage);
  allowOrigins(server, origins);
  routing.watch(server);
  new BodyReception({ contracts, authenticator, callers, admission }).watch(server);
  return adapter;
};

/**
 * Fastify passes each body on as bytes, because the contracts read JSON by different rules. A pipe
 * of the contract parses the body after the guards have run.
 */
const readBodiesAsBytes = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  // Fastify searches its parsers at each request for a type that only `*` matches, so JSON is
  // listed by name.
  server.addContentTypeParser(
    ['application/json', '*'],
    { parseAs: 'buffer' },
    (_request, body, done) => {
      done(null, body);
    },
  );
  handOnLines(server);
};

const watchRequests = (
  server: FastifyInstance,
  contracts: Contracts,
  metrics: HttpMetrics,
): void => {
  server.decorateRequest('contract');
  server.decorateRequest('caller');
  server.decorateRequest('isCallerSought', false);
  server.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request, reply);
    done();
  });
  server.addHook('onRequest', (request, reply, done) => {
    request.contract = contracts.of(request.originalUrl);
    // No cache may keep an answer. A cached copy could show personal data even after the data was
    // erased from the ledger (docs/personal-data.md).
    reply.headers({
      ...protectiveHeaders,
      ...request.contract.headers,
      'X-Request-Id': request.id,
      'Cache-Control': 'no-store',
    });
    readableContentType(request.raw.headers);
    linesAreBytesElsewhere(request);
    done();
  });
};

/**
 * Redirects browsers from `/` to the start page. A client counts as a browser if its `Accept`
 * header contains `text/html`. Other clients get 404, as at any unknown address.
 */
const sendBrowsersTo = (server: FastifyInstance, startPage: string): void => {
  server.addHook('onRequest', ({ method, headers, originalUrl }, reply, done) => {
    const isRoot = originalUrl === '/' || originalUrl.startsWith('/?');
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRoot && isRead && (headers.accept ?? '').includes('text/html'))
      void reply.header('Vary', 'Accept').redirect(startPage, 302);
    else done();
  });
};

const mediaType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;.*)?$/;

/**
 * Replaces a malformed `Content-Type` (RFC 9110 8.3), because Fastify would refuse the request by
 * itself. Some contracts accept any content type, and the others refuse the request with their own
 * error text.
 */
const readableContentType = (headers: IncomingHttpHeaders): void => {
  const given = headers['content-type'];
  if (given !== undefined && !mediaType.test(given)) {
    headers['content-type'] = 'application/octet-stream';
  }
};

/** For each contract, the origins of web pages whose scripts may call it. */
export type Origins = Readonly<Record<string, readonly string[]>>;

const preflightSeconds = 600;

type Headers = Readonly<Record<string, string>>;

/**
 * Headers that let a page of an allowed origin read the answer to a request sent with or without
 * cookies.
 */
const allowance = (origin: string, { answerHeaders }: CrossOrigin): Headers => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Expose-Headers': answerHeaders.join(', '),
});

/**
 * Headers of the answer to a preflight request, with which a browser asks whether the real request
 * is allowed.
 */
const preflight = ({ methods, requestHeaders }: CrossOrigin): Headers => ({
  Allow: [...methods, 'OPTIONS'].join(', '),
  'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(', '),
  'Access-Control-Allow-Headers': requestHeaders.join(', '),
  'Access-Control-Max-Age': String(preflightSeconds),
});

/**
 * Lets web pages of the allowed origins call contracts that have CORS rules. Must be called after
 * the hook that sets `request.contract` is added, and before the routes are registered.
 */
export const allowOrigins = (server: FastifyInstance, origins: Origins): void => {
  server.addHook('onRequest', (request, reply, done) => {
    const { crossOrigin, name } = request.contract;
    const { origin, 'access-control-request-method': asked } = request.headers;
    if (crossOrigin === undefined) {
      done();
      return;
    }
    // The answer differs by origin, so a cache must keep one answer for each origin.
    reply.header('Vary', 'Origin');
    const isAllowed = origin !== undefined && (origins[name]?.includes(origin) ?? false);
    if (isAllowed) reply.headers(allowance(origin, crossOrigin));
    if (isAllowed && request.method === 'OPTIONS' && asked !== undefined)
      void reply.code(204).headers(preflight(crossOrigin)).send();
    else done();
  });
};
