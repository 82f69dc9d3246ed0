import type { FastifyRequest } from 'fastify';
import { shapeError } from '../../../contract-kit/http-error.js';

const header = 'Idempotency-Key';

/** The key of the request, if it has one. @throws HttpError 400 for a malformed one */
export const idempotencyKeyOf = ({ headers }: FastifyRequest): string | undefined => {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw shapeError([{ path: [header], message: 'must be 1 to 128 visible ASCII characters' }]);
};
