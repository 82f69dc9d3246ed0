import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FairShares } from '#runtime';
import { InvalidToken } from '#access';
import type { TokenVerifier } from '#access';
import { tokenInvalid, bearerToken } from '../contract-kit/bearer-authentication.js';
import { isCommand, type Admission, type Callers } from './admission.js';
import { readsAnonymousBody } from '../contract-kit/anonymous-body.js';
import type { Contracts } from '../contract-kit/contract.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { sendError } from './send-error.js';
import { answerLate } from './unparsed-requests.js';
import { HttpError, tooManyAtOnce } from '../contract-kit/http-error.js';
import '../contract-kit/request-caller.js';

interface Dependencies {
  readonly envelopes: Contracts;
  readonly tokens: Pick<TokenVerifier, 'verify'>;
  readonly callers: Callers;
  readonly admission: Admission;
}

const nothing = (): void => undefined;

/**
 * Watches over requests with a body: who sends one is known before any of it is read, so that a request without a token, or
 * half a body, takes no place of a command; how many are on their way is shared out fairly, and a command counts as one once
 * its body is there.
 */
export class BodyReception {
  readonly #ofClients = new FairShares(httpLimits.bodiesInFlight);
  readonly #ofAddresses = new FairShares(httpLimits.anonymousBodiesInFlight);
  /** Ends the reception of a body that is on its way. */
  readonly #received = new WeakMap<FastifyRequest, () => void>();

  constructor(private readonly dependencies: Dependencies) {}

  watch(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      if (isCommand(request)) await this.#begin(request, reply);
    });
    server.addHook('preHandler', (request, reply, done) => {
      this.#received.get(request)?.();
      if (request.caller !== undefined)
        this.#enterCommands(request.caller.clientId, request, reply);
      if (!reply.sent) done();
    });
  }

  async #begin(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { envelopes, callers } = this.dependencies;
    if (readsAnonymousBody(request)) {
      const address = callers.addressOf(request.raw);
      this.#take(this.#ofAddresses, address, request, reply);
      if (!reply.sent) this.#expectSoon(request);
      return;
    }
    try {
      await this.#authenticate(request);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      sendError({ request, reply }, envelopes, error.answer);
    }
    if (request.caller === undefined) return;
    this.#take(this.#ofClients, request.caller.clientId, request, reply);
  }

  /** @throws RefusedRequest 401 */
  async #authenticate(request: FastifyRequest): Promise<void> {
    const token = bearerToken(request.headers.authorization);
    try {
      request.caller = await this.dependencies.tokens.verify(token);
    } catch (error) {
      if (error instanceof InvalidToken) throw tokenInvalid();
      throw error;
    }
  }

  #take(places: FairShares, holder: string, request: FastifyRequest, reply: FastifyReply): void {
    if (!places.tryEnter(holder)) {
      sendError({ request, reply }, this.dependencies.envelopes, tooManyAtOnce);
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
      answerLate(this.dependencies.envelopes, socket);
    }, httpLimits.anonymousBodyMs);
    this.#received.set(request, () => {
      clearTimeout(late);
      received();
    });
  }

  #enterCommands(client: string, request: FastifyRequest, reply: FastifyReply): void {
    const { admission, envelopes } = this.dependencies;
    if (!admission.commands.tryEnter(client)) {
      sendError({ request, reply }, envelopes, tooManyAtOnce);
      return;
    }
    reply.raw.once('close', () => {
      admission.commands.leave(client);
    });
  }
}
