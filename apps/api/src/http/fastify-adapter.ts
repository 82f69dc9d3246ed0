import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenVerifier } from '#access';
import type { ThrottledWarnings } from '#runtime';
import { Admission, type InFlightLimits } from './admission.js';
import { boundAnonymousBodies } from './anonymous-body.js';
import { answerUnrouted, notFound } from './answer-unrouted.js';
import { callersOf, trustOf } from './callers.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import type { Departure } from './departure.js';
import type { ErrorEnvelopes } from './error-envelopes.js';
import { httpLimits } from './http-limits.js';
import { httpServers } from './http-server.js';
import { protectiveHeaders } from './protective-headers.js';
import { handOnLines, linesAreBytesElsewhere } from './lines/reads-lines.js';
import { BodyReception } from './receive-bodies.js';
import { readableContentType } from './readable-content-type.js';
import { requestIdOf } from './request-id.js';
import { refuse } from './refuse.js';
import { refuseUnparsed } from './refuse-unparsed.js';

const unroutable = (envelopes: ErrorEnvelopes) => {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    refuse({ request, reply }, envelopes, notFound);
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
  envelopes: ErrorEnvelopes,
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
export const fastifyAdapter = (
  envelopes: ErrorEnvelopes,
  options: AdapterOptions,
): FastifyAdapter => {
  const { warnings, metrics, tokens, departure } = options;
  const { trustedProxies = [], limits = httpLimits } = options;
  const trust = trustOf(trustedProxies);
  const callers = callersOf(tokens, trust);
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
    clientErrorHandler: refuseUnparsed(envelopes),
  });
  const server = adapter.getInstance<FastifyInstance>();
  boundAnonymousBodies(server);
  readBodiesAsBytes(server);
  watchRequests(server, envelopes, metrics);
  new BodyReception({ envelopes, tokens, callers, admission }).watch(server);
  return adapter;
};
