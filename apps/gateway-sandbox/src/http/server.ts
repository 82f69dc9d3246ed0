import fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../gateway-error.js';
import type { SandboxLimits } from '../sandbox-limits.js';
import type { SandboxStore } from '../store.js';
import { Admission, secretKeyOf } from './admission.js';
import { Faults, noFault } from './faults.js';
import type { Fault } from './faults.js';
import { checkKnown } from './known-parameters.js';
import { delay, errorAnswer, KeyedRequests } from './keyed-requests.js';
import type { Answer } from './keyed-requests.js';
import { Parameters } from './parameters.js';
import { deeds, reads, writes } from './routes.js';
import type { RouteContext } from './routes.js';
import { dropped, headerOf, send } from './send-answer.js';

/** The part of a logger that the sandbox uses. */
export interface SandboxLogger {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface SandboxServerOptions {
  readonly store: SandboxStore;
  readonly limits: SandboxLimits;
  readonly logger?: SandboxLogger | undefined;
  /** The address of the sandbox, once it listens. */
  readonly url: () => string;
}

type Handler = (request: FastifyRequest, fault: Fault) => Promise<Answer>;

/** Answers requests as Stripe does, from the sandbox's own data. */
class SandboxServer {
  readonly #options: SandboxServerOptions;
  readonly #admission: Admission;
  readonly #keyed: KeyedRequests;
  readonly #faults: Faults;

  constructor(options: SandboxServerOptions) {
    this.#options = options;
    this.#admission = new Admission(options.limits.requestsPerKeyMax);
    this.#keyed = new KeyedRequests(options.store, options.limits);
    this.#faults = new Faults(options.limits);
  }

  addRoutes(app: FastifyInstance): void {
    for (const [path, operation] of Object.entries(reads)) {
      app.get(
        path,
        this.#gateway(async (request, fault) => this.#read(request, fault, operation)),
      );
    }
    for (const [path, operation] of Object.entries(writes)) {
      app.post(
        path,
        this.#gateway(async (request, fault) => this.#write(request, fault, operation)),
      );
    }
    for (const [path, operation] of Object.entries(deeds)) {
      app.post(
        path,
        this.#open(async (request) => this.#write(request, noFault, operation)),
      );
    }
    app.post(
      '/sandbox/faults',
      this.#open(async (request) => this.#planFault(request)),
    );
    app.get(
      '/sandbox/faults',
      this.#open(async () => this.#planned()),
    );
    app.delete(
      '/sandbox/faults',
      this.#open(async () => this.#clearFaults()),
    );
    app.get('/sandbox/receipts/:id', async (request, reply) => this.#receipt(request, reply));
  }

  get #context(): RouteContext {
    const { store, limits, url } = this.#options;
    return { store, limits, url: url() };
  }

  /**
   * Handles a call of Stripe's API. Such a call needs a secret key, and may be given a simulated
   * fault.
   */
  #gateway(handle: Handler) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const key = secretKeyOf(request.headers.authorization);
      const fault = this.#faults.take(pathOf(request), headerOf(request, 'sandbox-fault'));
      if (fault.kind === '429') throw GatewayError.tooMany('Too many requests.');
      if (fault.kind === 'drop-before-effect') return dropped(request, reply);
      const answer = await this.#admission.admit(key, async () => handle(request, fault));
      return send(request, reply, { answer, fault });
    };
  }

  /** Handles a route of the sandbox itself, which needs no secret key. */
  #open(handle: (request: FastifyRequest) => Promise<Answer>) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      send(request, reply, { answer: await handle(request), fault: noFault });
  }

  async #read(
    request: FastifyRequest,
    { delayMs, kind }: Fault,
    operation: (typeof reads)[string],
  ): Promise<Answer> {
    if (delayMs > 0) await delay(delayMs);
    if (kind?.startsWith('500')) throw GatewayError.failed();
    const parameters = this.#parameters(request, request.url.split('?')[1] ?? '');
    const body = operation(this.#context, parameters, idOf(request));
    return { status: 200, body: JSON.stringify(body) };
  }

  async #write(
    request: FastifyRequest,
    fault: Fault,
    operation: (typeof writes)[string],
  ): Promise<Answer> {
    const text = bodyOf(request);
    const parameters = this.#parameters(request, text);
    return this.#keyed.execute({
      key: headerOf(request, 'idempotency-key'),
      target: `${request.method} ${pathOf(request)}`,
      body: text,
      parameters: parameters.canonical,
      fault,
      run: () => operation(this.#context, parameters, idOf(request)),
    });
  }

  async #planFault(request: FastifyRequest): Promise<Answer> {
    const parameters = this.#parameters(request, bodyOf(request));
    const path = parameters.text('path');
    this.#faults.plan({
      fault: parameters.requiredText('fault'),
      next: parameters.amount('next') ?? 1,
      ...(path !== undefined && { path }),
    });
    return this.#planned();
  }

  /** The parameters of a call. An unknown parameter is refused. */
  #parameters(request: FastifyRequest, text: string): Parameters {
    const parameters = Parameters.parse(text, this.#options.limits.parametersMax);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    checkKnown(`${method} ${request.routeOptions.url ?? ''}`, parameters.names);
    return parameters;
  }

  async #planned(): Promise<Answer> {
    const faults = this.#faults.planned;
    return Promise.resolve({ status: 200, body: JSON.stringify({ faults }) });
  }

  async #clearFaults(): Promise<Answer> {
    this.#faults.clear();
    return this.#planned();
  }

  async #receipt(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const charge = this.#options.store.find('charge', idOf(request));
    if (charge === undefined) throw GatewayError.resource('charge', idOf(request));
    const sum = `${charge.amount_captured} ${charge.currency.toUpperCase()} (minor units)`;
    const text = ['Receipt of the gateway sandbox', '', charge.id, sum, ''].join('\n');
    return reply.type('text/plain; charset=utf-8').send(text);
  }
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';

const bodyOf = ({ body }: FastifyRequest): string => (typeof body === 'string' ? body : '');

const idOf = (request: FastifyRequest): string =>
  (request.params as Readonly<Record<string, string>>)['id'] ?? '';
const isClientError = (error: unknown): error is { statusCode: number; message: string } =>
  error instanceof Error &&
  'statusCode' in error &&
  typeof error.statusCode === 'number' &&
  error.statusCode < 500;

const toGatewayError = (error: unknown): GatewayError => {
  if (error instanceof GatewayError) return error;
  if (!isClientError(error)) return GatewayError.failed();
  const { statusCode, message } = error;
  return new GatewayError(statusCode, { type: 'invalid_request_error', message });
};

/** The HTTP server of the sandbox, not yet listening. */
export const createSandboxServer = (options: SandboxServerOptions): FastifyInstance => {
  const { limits, logger } = options;
  const app = fastify({
    bodyLimit: limits.bodyBytesMax,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
  });
  app.server.maxConnections = limits.connectionsMax;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, body);
    },
  );
  app.setErrorHandler((error, request, reply) => {
    const known = toGatewayError(error);
    if (known.status >= 500) logger?.error({ err: error }, 'A request failed');
    return send(request, reply, { answer: errorAnswer(known), fault: noFault });
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `Unrecognized request URL (${request.method}: ${pathOf(request)}).`;
    const error = new GatewayError(404, { type: 'invalid_request_error', message });
    return send(request, reply, { answer: errorAnswer(error), fault: noFault });
  });
  new SandboxServer(options).addRoutes(app);
  return app;
};
