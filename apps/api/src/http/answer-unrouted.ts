import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorEnvelopes } from './error-envelopes.js';
import { httpLimits } from './http-limits.js';
import { refuse } from './refuse.js';
import type { Refusal } from './refusal.js';

export const notFound: Refusal = {
  status: 404,
  code: 'NOT_FOUND',
  detail: 'There is nothing at this address.',
};

/** The methods that the router knows for an address, by its own table. */
const methodsAt = ({ server, raw }: FastifyRequest): readonly string[] => {
  const [url = '/'] = (raw.url ?? '/').split(/[?#]/, 1);
  const isTooLong = url.split('/').some((part) => part.length > httpLimits.pathParameterCharacters);
  if (isTooLong) return [];
  return server.supportedMethods.filter((method) => {
    // Its type does not tell that there may be none.
    const found: unknown = server.findRoute({ method, url });
    return found !== null;
  });
};

/**
 * Answers what no route is for: 405 with `Allow` where the address takes other methods, which OPTIONS asks for, and else 404.
 * None of a body is read for it.
 */
export const answerUnrouted = (
  request: FastifyRequest,
  reply: FastifyReply,
  envelopes: ErrorEnvelopes,
): void => {
  const methods = methodsAt(request);
  if (methods.length === 0) {
    refuse({ request, reply }, envelopes, notFound);
    return;
  }
  const allow = { Allow: [...methods, 'OPTIONS'].join(', ') };
  if (request.method === 'OPTIONS') {
    void reply.code(204).headers(allow).send();
    return;
  }
  refuse({ request, reply }, envelopes, {
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    detail: `This address takes ${methods.join(', ')}.`,
    headers: allow,
  });
};
