import type { FastifyInstance } from 'fastify';
import type { CrossOrigin } from '../contract-kit/contract.js';

/** Origins of web pages that may call, by the name of the contract. */
export type Origins = Readonly<Record<string, readonly string[]>>;

const preflightSeconds = 600;

type Headers = Readonly<Record<string, string>>;

/** Headers that let a page of an allowed origin read an answer, with its cookies or without. */
const allowance = (origin: string, { answerHeaders }: CrossOrigin): Headers => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Expose-Headers': answerHeaders.join(', '),
});

/** Headers of the answer to the question that a browser asks before a request. */
const preflight = ({ methods, requestHeaders }: CrossOrigin): Headers => ({
  Allow: [...methods, 'OPTIONS'].join(', '),
  'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(', '),
  'Access-Control-Allow-Headers': requestHeaders.join(', '),
  'Access-Control-Max-Age': String(preflightSeconds),
});

/**
 * Lets pages of the allowed origins call the contracts that are made for it. To be called before
 * the routes are made, and after the contract of a request is known.
 */
export const allowOrigins = (server: FastifyInstance, origins: Origins): void => {
  server.addHook('onRequest', (request, reply, done) => {
    const { crossOrigin, name } = request.contract;
    const { origin, 'access-control-request-method': asked } = request.headers;
    if (crossOrigin === undefined) {
      done();
      return;
    }
    // Caches keep apart what the answer depends on.
    reply.header('Vary', 'Origin');
    const isAllowed = origin !== undefined && (origins[name]?.includes(origin) ?? false);
    if (isAllowed) reply.headers(allowance(origin, crossOrigin));
    if (isAllowed && request.method === 'OPTIONS' && asked !== undefined)
      void reply.code(204).headers(preflight(crossOrigin)).send();
    else done();
  });
};
