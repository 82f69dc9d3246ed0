import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorEnvelopes } from './error-envelopes.js';
import { httpLimits } from './http-limits.js';
import { handOnLines, linesAreBytesElsewhere } from './lines/reads-lines.js';
import { readableContentType } from './readable-content-type.js';
import { requestIdOf } from './request-id.js';
import { RequestsInFlight } from './requests-in-flight.js';
import { refuse } from './refuse.js';
import { refuseUnparsed } from './refuse-unparsed.js';

const unroutable = (envelopes: ErrorEnvelopes) => {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    refuse({ request, reply }, envelopes, {
      status: 404,
      code: 'NOT_FOUND',
      detail: 'There is nothing at this address.',
    });
  };
};

/** Bodies stay bytes here: each contract's pipe reads them once, after the guards. Lines stay where they are. */
const readBodiesAsBytes = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  handOnLines(server);
};

/** Health is answered under overload too: a probe refused then would have the process restarted or taken out. */
const isHealth = (request: FastifyRequest): boolean =>
  request.routeOptions.url?.startsWith('/health/') ?? false;

const isCommand = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD';

export interface InFlightLimits {
  readonly requestsInFlight: number;
  readonly commandsInFlight: number;
}

const watchRequests = (server: FastifyInstance, limits: InFlightLimits): void => {
  const requests = new RequestsInFlight(limits.requestsInFlight);
  const commands = new RequestsInFlight(limits.commandsInFlight, requests);
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-Id', request.id);
    if (!isHealth(request)) {
      const counted = isCommand(request) ? commands : requests;
      counted.enter();
      // 'close' comes exactly once, also when the caller went away.
      reply.raw.once('close', () => {
        counted.leave();
      });
    }
    readableContentType(request.raw.headers);
    linesAreBytesElsewhere(request);
    done();
  });
};

/** Nest's Fastify adapter with our limits, request ids and error answers for what never reaches a route. */
export const fastifyAdapter = (
  envelopes: ErrorEnvelopes,
  limits: InFlightLimits = httpLimits,
): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    bodyLimit: httpLimits.bodyBytes,
    requestTimeout: httpLimits.requestMs,
    connectionTimeout: httpLimits.connectionIdleMs,
    keepAliveTimeout: httpLimits.keepAliveMs,
    trustProxy: false,
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
  readBodiesAsBytes(server);
  watchRequests(server, limits);
  return adapter;
};
