import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SparingWarnings } from '#runtime';
import type { ErrorEnvelopes } from './error-envelopes.js';
import { httpLimits } from './http-limits.js';
import { lingerAtClose } from './linger-at-close.js';
import { handOnLines, linesAreBytesElsewhere } from './lines/reads-lines.js';
import { readableContentType } from './readable-content-type.js';
import { requestIdOf } from './request-id.js';
import { RequestsInFlight } from './requests-in-flight.js';
import { refuse } from './refuse.js';
import { refuseUnparsed } from './refuse-unparsed.js';
import { tooManyAtOnce } from './too-many-at-once.js';

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

interface Edge {
  readonly envelopes: ErrorEnvelopes;
  readonly warnings: SparingWarnings;
  readonly limits: InFlightLimits;
}

const watchRequests = (server: FastifyInstance, { envelopes, warnings, limits }: Edge): void => {
  const requests = new RequestsInFlight(limits.requestsInFlight);
  const commands = new RequestsInFlight(limits.commandsInFlight, requests);
  server.addHook('onRequest', (request, reply, done) => {
    // Answers may show customers, and no copy of one would know of an erasure (docs/personal-data.md).
    reply.headers({ 'X-Request-Id': request.id, 'Cache-Control': 'no-store' });
    if (!isHealth(request)) {
      const counted = isCommand(request) ? commands : requests;
      if (!counted.tryEnter()) {
        // Answered at once: under overload a refusal must cost far less than what it stands for.
        warnings.warn({ requestId: request.id }, 'too many requests at once');
        refuse({ request, reply }, envelopes, tooManyAtOnce);
        return;
      }
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
  warnings: SparingWarnings,
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
  lingerAtClose(server.server, httpLimits.lingerMs);
  readBodiesAsBytes(server);
  watchRequests(server, { envelopes, warnings, limits });
  return adapter;
};
