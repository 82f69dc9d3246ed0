import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FairShares } from '#runtime';
import { readsAnonymousBody } from '../contract-kit/anonymous-body.js';
import type { Authenticator } from '../contract-kit/authenticator.js';
import type { Contracts } from '../contract-kit/contract.js';
import { HttpError, tooManyAtOnce } from '../contract-kit/http-error.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { isCommand, type Admission, type Callers } from './admission.js';
import { sendError } from './send-error.js';
import { answerLate } from './unparsed-requests.js';

interface Dependencies {
  readonly contracts: Contracts;
  readonly authenticator: Authenticator;
  readonly callers: Callers;
  readonly admission: Admission;
}

const nothing = (): void => undefined;

/**
 * Watches over requests with a body. The caller is found before any of the body is read, so that a
 * request without credentials, or half a body, takes no place of a command; where the body is
 * needed to find the caller, it is a small one that comes soon. Bodies on their way are shared out
 * fairly, and a command counts as one once its body is there.
 */
export class BodyReception {
  readonly #ofClients = new FairShares(httpLimits.bodiesInFlight);
  readonly #ofAddresses = new FairShares(httpLimits.anonymousBodiesInFlight);
  /** Ends the reception of a body that is on its way. */
  readonly #received = new WeakMap<FastifyRequest, () => void>();

  constructor(private readonly dependencies: Dependencies) {}

  /** To be called before the routes are made. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', (route) => {
      const contract = this.dependencies.contracts.of(route.url);
      const isAnonymous =
        route.config?.anonymousBody === true ||
        this.dependencies.authenticator.of(contract).needs === 'body';
      const most = contract.bodyRules.bytesMax ?? httpLimits.bodyBytes;
      route.bodyLimit = isAnonymous ? Math.min(most, httpLimits.anonymousBodyBytes) : most;
    });
    server.addHook('onRequest', async (request, reply) => {
      if (isCommand(request)) await this.#begin(request, reply);
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
    const { callers } = this.dependencies;
    if (readsAnonymousBody(request) || this.#isIdentifiedByBody(request)) {
      const address = callers.addressOf(request.raw);
      this.#take(this.#ofAddresses, address, request, reply);
      if (!reply.sent) this.#expectSoon(request);
      return;
    }
    await this.#answering(request, reply, async (authenticator) => {
      await authenticator.requireCaller(request);
    });
    if (request.caller === undefined) return;
    this.#take(this.#ofClients, request.caller.clientId, request, reply);
  }

  /** Answers the request with what the authenticator throws. */
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

  #take(places: FairShares, holder: string, request: FastifyRequest, reply: FastifyReply): void {
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
