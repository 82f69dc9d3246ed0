import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../contract-kit/authenticator.js';
import type { Contract, Contracts, Routing } from '../contract-kit/contract.js';
import { HttpError, notFound } from '../contract-kit/http-error.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { sendError } from './error-answers.js';

const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? '/';

const withoutSlash = (path: string): string => path.replace(/\/$/, '');

/** The methods that have a route at this address. Each method is looked up in Fastify's router. */
const methodsAt = ({ server, raw }: FastifyRequest): readonly string[] => {
  const url = pathOf(raw.url ?? '/');
  const isTooLong = url.split('/').some((part) => part.length > httpLimits.pathParameterCharacters);
  if (isTooLong) return [];
  return server.supportedMethods.filter((method) => {
    // `findRoute` returns null for an unknown route, although its type does not say so.
    const found: unknown = server.findRoute({ method, url });
    return found !== null;
  });
};

/**
 * The path in the spelling of the template, for routes that ignore letter case. Parameters keep
 * their spelling. Returns `undefined` if the path does not match.
 */
const spelledAs = (template: readonly string[], path: readonly string[]): string | undefined => {
  if (template.length !== path.length) return undefined;
  const parts: string[] = [];
  for (const [index, part] of template.entries()) {
    const given = path[index] ?? '';
    const isParameter = part.startsWith(':');
    if (!isParameter && part.toLowerCase() !== given.toLowerCase()) return undefined;
    parts.push(isParameter ? given : part);
  }
  return parts.join('/');
};

/**
 * True if OPTIONS is answered with the list of methods. A contract that answers unknown methods
 * with 404 also answers OPTIONS with 404, unless the contract has `preflightHeaders`.
 */
const isPreflightAnswered = (routing: Routing): boolean =>
  routing.unknownMethod === 'method-not-allowed' || routing.preflightHeaders !== undefined;

/**
 * Finds routes by the rules of each contract. Contracts differ in letter case, in trailing slashes,
 * and in the answer to an unknown method.
 */
export class ContractRouting {
  /**
   * The routes of contracts that ignore letter case. Routes with fewer parameters come first, so
   * that `/orders/search` is found before `/orders/:id`.
   */
  readonly #templates = new Map<Contract, string[][]>();
  /** Addresses that need no authenticated caller, such as log-in addresses. */
  readonly #anonymous = new Set<string>();

  constructor(
    private readonly contracts: Contracts,
    private readonly authenticator: Authenticator,
  ) {}

  /**
   * Must be called before the routes are registered, because it collects them as they are added.
   */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ url, config }) => {
      if (config?.anonymousBody === true) this.#anonymous.add(withoutSlash(url));
      const contract = this.contracts.of(url);
      if (contract.routing.letterCase === 'exact') return;
      const templates = this.#templates.get(contract) ?? [];
      templates.push(url.split('/'));
      const parameters = (parts: string[]) => parts.filter((part) => part.startsWith(':')).length;
      templates.sort((one, other) => parameters(one) - parameters(other));
      this.#templates.set(contract, templates);
    });
    server.addHook('onRequest', (request, reply, done) => {
      if (!request.is404 && request.contract.routing.trailingSlash === 'ignored') done();
      else
        this.#answerOddities(request, reply).then((isAnswered) => {
          if (!isAnswered) done();
        }, done);
    });
  }

  /**
   * The URL in the spelling in which the route is registered, so that the router finds the route.
   */
  rewritten(url: string): string {
    const { routing } = this.contracts.of(url);
    if (routing.letterCase === 'exact') return url;
    const path = pathOf(url);
    const parts = withoutSlash(path).split('/');
    for (const template of this.#templates.get(this.contracts.of(url)) ?? []) {
      const spelled = spelledAs(template, parts);
      if (spelled !== undefined) return spelled + url.slice(path.length);
    }
    return url;
  }

  /**
   * Answers requests that no handler answers: an unknown address, an unknown method, a missing
   * slash or a superfluous one. Returns true if it answered.
   */
  async #answerOddities(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const { trailingSlash } = request.contract.routing;
    const path = pathOf(request.originalUrl);
    const hasSlash = path.length > 1 && path.endsWith('/');
    const methods = request.is404 ? methodsAt(request) : undefined;
    const isKnown = methods === undefined || methods.length > 0;
    if (hasSlash && trailingSlash === 'refused') await this.#answerUnknown(request, reply, []);
    else if (!hasSlash && trailingSlash === 'required' && isKnown) this.#redirect(request, reply);
    else if (methods !== undefined) await this.#answerUnknown(request, reply, methods);
    else return false;
    return true;
  }

  #redirect({ originalUrl }: FastifyRequest, reply: FastifyReply): void {
    const path = pathOf(originalUrl);
    void reply.redirect(`${path}/${originalUrl.slice(path.length)}`, 301);
  }

  /**
   * Answers a request that has no route. OPTIONS is answered with the methods of the address, an
   * unknown method with 405 and `Allow`, and an unknown address with 404. A contract may answer 404
   * in all three cases.
   */
  async #answerUnknown(
    request: FastifyRequest,
    reply: FastifyReply,
    methods: readonly string[],
  ): Promise<void> {
    const { routing } = request.contract;
    if (await this.#isRefused(request, reply, methods.length > 0)) return;
    const allow = { Allow: [...methods, 'OPTIONS'].join(', ') };
    if (methods.length > 0 && request.method === 'OPTIONS' && isPreflightAnswered(routing)) {
      const { origin } = request.headers;
      void reply
        .code(204)
        .headers({ ...allow, ...routing.preflightHeaders?.(origin) })
        .send();
    } else if (methods.length === 0 || routing.unknownMethod === 'not-found') {
      sendError({ request, reply }, this.contracts, notFound);
    } else {
      sendError({ request, reply }, this.contracts, {
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        detail: `This address accepts only ${methods.join(', ')}.`,
        headers: allow,
        parameters: { method: request.method },
      });
    }
  }

  /**
   * Refuses wrong credentials before an unknown address or method is reported, if the contract
   * wants this order (`comesBefore`). Most of these contracts refuse missing credentials here as
   * well. Log-in addresses are never refused here.
   */
  async #isRefused(
    request: FastifyRequest,
    reply: FastifyReply,
    isKnownAddress: boolean,
  ): Promise<boolean> {
    const { comesBefore } = this.authenticator.of(request.contract);
    if (comesBefore === undefined || (comesBefore === 'method' && !isKnownAddress)) return false;
    if (this.#anonymous.has(withoutSlash(pathOf(request.originalUrl)))) return false;
    try {
      if (comesBefore === 'route') await this.authenticator.identify(request);
      else await this.authenticator.requireCaller(request);
      return false;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      sendError({ request, reply }, this.contracts, error.answer);
      return true;
    }
  }
}
