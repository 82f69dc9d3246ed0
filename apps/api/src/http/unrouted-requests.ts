import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Contracts } from '../contract-kit/contract.js';
import { httpLimits } from '../contract-kit/http-limits.js';
import { sendError } from './send-error.js';
import type { ErrorAnswer } from '../contract-kit/http-error.js';

export const notFound: ErrorAnswer = {
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
  envelopes: Contracts,
): void => {
  const methods = methodsAt(request);
  if (methods.length === 0) {
    sendError({ request, reply }, envelopes, notFound);
    return;
  }
  const allow = { Allow: [...methods, 'OPTIONS'].join(', ') };
  if (request.method === 'OPTIONS') {
    void reply.code(204).headers(allow).send();
    return;
  }
  sendError({ request, reply }, envelopes, {
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    detail: `This address takes ${methods.join(', ')}.`,
    headers: allow,
  });
};
