import { type Readable, Transform, type TransformCallback } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FairShares } from '#runtime';
import { readsAnonymousBody } from '../contract-kit/authentication.js';
import type { Authenticator } from '../contract-kit/authenticator.js';
import type { Contracts } from '../contract-kit/contract.js';
import { bodyTooLarge, HttpError, tooManyAtOnce } from '../contract-kit/http-error.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { type Admission, type Callers, isCommand } from './admission.js';
import { sendError } from './error-answers.js';
import { answerLate } from './unparsed-requests.js';

interface Dependencies {
  readonly contracts: Contracts;
  readonly authenticator: Authenticator;
  readonly callers: Callers;
  readonly admission: Admission;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const nothing = (): void => undefined;

/**
 * Decides when request bodies are received, so that slow or unknown callers cannot use up the
 * service.
 *
 * Usually the caller is authenticated from the headers, before any of the body is read. If the body
 * itself contains the credentials, it must be small and arrive quickly. The number of bodies in
 * progress is limited and shared fairly among callers. A command takes its place among the
 * concurrent commands only when its body has arrived.
 */
export class BodyReception {
  readonly #ofClients = new FairShares(httpLimits.bodiesInFlight);
  readonly #ofAddresses = new FairShares(httpLimits.anonymousBodiesInFlight);
  /**
   * Requests of unknown callers without a `Content-Length`. The body of such a request is measured
   * while it arrives.
   */
  readonly #bounded = new WeakSet<FastifyRequest>();
  /** For each body in progress, the function that frees its place. */
  readonly #received = new WeakMap<FastifyRequest, () => void>();

  constructor(private readonly dependencies: Dependencies) {}

  /**
   * Must be called before the routes are registered, because it sets the body limit of each route.
   */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', (route) => {
      const contract = this.dependencies.contracts.of(route.url);
      const authentication = this.dependencies.authenticator.of(contract);
      const isBodyNeeded =
        authentication.needs === 'body' && authentication.headSuffices === undefined;
      const isAnonymous = route.config?.anonymousBody === true || isBodyNeeded;
      const most = contract.bodyRules.bytesMax ?? httpLimits.bodyBytes;
      route.bodyLimit = isAnonymous ? Math.min(most, httpLimits.anonymousBodyBytes) : most;
    });
    server.addHook('onRequest', async (request, reply) => {
      if (isCommand(request)) await this.#begin(request, reply);
    });
    server.addHook('preParsing', (request, _reply, body, done) => {
      const bytesMax = httpLimits.anonymousBodyBytes;
      done(null, this.#bounded.has(request) ? boundedBody(body as Readable, bytesMax) : body);
    });
    server.addHook('preHandler', (request, reply, done) => {
      this.#received.get(request)?.();
      const enter = (): void => {
        if (request.caller !== undefined && !reply.sent)
          this.#enterCommands(request.caller.clientId, request, reply);
        if (!reply.sent) done();
      };
      if (!isCommand(request) || !this.#isIdentifiedByBody(request)) enter();
      else this.#answering(request, reply, (seeker) => seeker.identify(request)).then(enter, done);
    });
  }

  #isIdentifiedByBody(request: FastifyRequest): boolean {
    const { needs } = this.dependencies.authenticator.of(request.contract);
    return needs === 'body' && !readsAnonymousBody(request);
  }

  async #begin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const isAnonymous = readsAnonymousBody(request) || this.#isIdentifiedByBody(request);
    if (!isAnonymous || this.#isIdentifiedByHead(request)) {
      await this.#answering(request, reply, async (authenticator) => {
        if (isAnonymous) await authenticator.identify(request);
        else await authenticator.requireCaller(request);
      });
    }
    if (reply.sent) return;
    if (request.caller !== undefined)
      this.#take(this.#ofClients, request.caller.clientId, { request, reply });
    else this.#beginAnonymous(request, reply);
  }

  #isIdentifiedByHead(request: FastifyRequest): boolean {
    const authentication = this.dependencies.authenticator.of(request.contract);
    return !readsAnonymousBody(request) && authentication.headSuffices?.(request) === true;
  }

  #beginAnonymous(request: FastifyRequest, reply: FastifyReply): void {
    const { callers, contracts } = this.dependencies;
    if (announcesMore(request, httpLimits.anonymousBodyBytes)) {
      sendError({ request, reply }, contracts, bodyTooLarge);
      return;
    }
    if (request.headers['content-length'] === undefined) this.#bounded.add(request);
    this.#take(this.#ofAddresses, callers.addressOf(request.raw), { request, reply });
    if (!reply.sent) this.#expectSoon(request);
  }

  /** Answers the request with the error that the authenticator throws, if it throws one. */
  async #answering(
    request: FastifyRequest,
    reply: FastifyReply,
    find: (authenticator: Authenticator) => Promise<void>,
  ): Promise<void> {
    const { authenticator, contracts } = this.dependencies;
    try {
      await find(authenticator);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      sendError({ request, reply }, contracts, error.answer);
    }
  }

  #take(places: FairShares, holder: string, { request, reply }: Exchange): void {
    if (!places.tryEnter(holder)) {
      sendError({ request, reply }, this.dependencies.contracts, tooManyAtOnce);
      return;
    }
    const leave = (): void => {
      this.#received.set(request, nothing);
      places.leave(holder);
    };
    this.#received.set(request, leave);
    reply.raw.once('close', () => this.#received.get(request)?.());
  }

  #expectSoon(request: FastifyRequest): void {
    const { socket } = request.raw;
    const received = this.#received.get(request) ?? nothing;
    const late = setTimeout(() => {
      answerLate(this.dependencies.contracts, socket);
    }, httpLimits.anonymousBodyMs);
    this.#received.set(request, () => {
      clearTimeout(late);
      received();
    });
  }

  #enterCommands(client: string, request: FastifyRequest, reply: FastifyReply): void {
    const { admission, contracts } = this.dependencies;
    if (!admission.commands.tryEnter(client)) {
      sendError({ request, reply }, contracts, tooManyAtOnce);
      return;
    }
    reply.raw.once('close', () => {
      admission.commands.leave(client);
    });
  }
}

/**
 * Thrown for a body over its limit. Because of the `statusCode`, Fastify answers this error like
 * its own error for large bodies.
 */
class BodyTooLarge extends Error {
  readonly statusCode = 413;
}

/** Passes the body on, and fails when more than `bytesMax` bytes have arrived. */
const boundedBody = (body: Readable, bytesMax: number): Readable => {
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      bytes += chunk.length;
      if (bytes > bytesMax) done(new BodyTooLarge('The body is too large'));
      else done(null, chunk);
    },
  });
  body.once('error', (error) => bounded.destroy(error));
  return body.pipe(bounded);
};

/**
 * True if the request announces a body of more than `bytesMax` bytes. Without a `Content-Length`,
 * the body is measured while it arrives.
 */
const announcesMore = ({ headers }: FastifyRequest, bytesMax: number): boolean =>
  Number(headers['content-length'] ?? 0) > bytesMax;
