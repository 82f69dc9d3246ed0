import type { FastifyRequest } from 'fastify';
import { idempotencyKey } from '../../../contract-kit/idempotency-key.js';

/** The key of the request, if it has one. @throws HttpError 400 for a malformed one */
export const idempotencyKeyOf = ({ headers }: FastifyRequest): string | undefined =>
  idempotencyKey(headers['idempotency-key']);
