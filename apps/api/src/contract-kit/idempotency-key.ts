import type { FastifyRequest } from 'fastify';
import { shapeError } from './http-error.js';

/** The rule of an idempotency key, in a header or in a body. */
export const visibleAscii = {
  pattern: /^[\x21-\x7e]{1,128}$/,
  mustBe: '1 to 128 visible ASCII characters',
};

/**
 * The idempotency key that a header holds, if it is given: 1 to 128 visible ASCII characters.
 *
 * @throws HttpError 400 that names the header
 */
export const idempotencyKey = (
  value: string | string[] | undefined,
  header = 'Idempotency-Key',
): string | undefined => {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && visibleAscii.pattern.test(value)) return value;
  throw shapeError([{ path: [header], message: `must be ${visibleAscii.mustBe}` }]);
};

/** The `Idempotency-Key` of a request, if it has one. @throws HttpError 400 for a malformed one */
export const idempotencyKeyOf = ({
  headers,
}: Pick<FastifyRequest, 'headers'>): string | undefined =>
  idempotencyKey(headers['idempotency-key']);
