import type { IncomingHttpHeaders } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenVerifier } from '#access';
import type { ThrottledWarnings } from '#runtime';
import { boundAnonymousBodies } from '../contract-kit/anonymous-body.js';
import type { Contracts } from '../contract-kit/contract.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { requestIdOf } from '../contract-kit/request-id.js';
import { handOnLines, linesAreBytesElsewhere } from '../contract-kit/streamed-bodies.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import { Admission, type InFlightLimits, identifyCallers, trustOf } from './admission.js';
import { BodyReception } from './body-reception.js';
import type { Departure } from './departure.js';
import { httpServers } from './http-server.js';
import { protectiveHeaders, sendError } from './send-error.js';
import { answerUnparsed } from './unparsed-requests.js';
import { answerUnrouted, notFound } from './unrouted-requests.js';

const unroutable = (envelopes: Contracts) => {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    sendError({ request, reply }, envelopes, notFound);
  };
};

/** Bodies stay bytes here: each contract's pipe reads them once, after the guards. Lines stay where they are. */
const readBodiesAsBytes = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  // JSON by name as well: Fastify looks a type that only `*` covers up anew with each request.
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
  envelopes: Contracts,
  metrics: HttpMetrics,
): void => {
  server.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request, reply);
    done();
  });
  server.addHook('onRequest', (request, reply, done) => {
    // Answers may show customers, and no copy of one would know of an erasure (docs/personal-data.md).
    reply.headers({
      ...protectiveHeaders,
      'X-Request-Id': request.id,
      'Cache-Control': 'no-store',
    });
    readableContentType(request.raw.headers);
    linesAreBytesElsewhere(request);
    if (request.is404) answerUnrouted(request, reply, envelopes);
    else done();
  });
};

interface AdapterOptions {
  readonly warnings: ThrottledWarnings;
  readonly metrics: HttpMetrics;
  readonly tokens: Pick<TokenVerifier, 'verify' | 'clientOf'>;
  readonly departure: Departure;
  readonly trustedProxies?: readonly string[];
  readonly limits?: InFlightLimits;
}

/** Nest's Fastify adapter with our limits, request ids and error answers for what never reaches a route. */
export const fastifyAdapter = (envelopes: Contracts, options: AdapterOptions): FastifyAdapter => {
  const { warnings, metrics, tokens, departure } = options;
  const { trustedProxies = [], limits = httpLimits } = options;
  const trust = trustOf(trustedProxies);
  const callers = identifyCallers(tokens, trust);
  const admission = new Admission(limits, { envelopes, warnings, callers, departure, metrics });
  const adapter = new FastifyAdapter({
    bodyLimit: httpLimits.bodyBytes,
    serverFactory: httpServers(admission, departure),
    trustProxy: trust,
    requestIdHeader: false,
    genReqId: requestIdOf,
    routerOptions: {
      ignoreTrailingSlash: true,
      maxParamLength: httpLimits.pathParameterCharacters,
    },
    frameworkErrors: unroutable(envelopes),
    clientErrorHandler: answerUnparsed(envelopes),
  });
  const server = adapter.getInstance<FastifyInstance>();
  boundAnonymousBodies(server);
  readBodiesAsBytes(server);
  watchRequests(server, envelopes, metrics);
  new BodyReception({ envelopes, tokens, callers, admission }).watch(server);
  return adapter;
};

const mediaType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;.*)?$/;

/**
 * Takes away a `Content-Type` that is none (RFC 9110 8.3), which Fastify would refuse by itself: some contracts read
 * a body whatever its type is called (walley.md, "Every call"), the others refuse a body without one.
 */
export const readableContentType = (headers: IncomingHttpHeaders): void => {
  const given = headers['content-type'];
  if (given !== undefined && !mediaType.test(given)) {
    headers['content-type'] = 'application/octet-stream';
  }
};
