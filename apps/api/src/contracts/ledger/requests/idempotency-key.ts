import { wrongShape } from '../../../http/shape/wrong-shape.js';

const visibleAscii = /^[\x21-\x7e]{1,128}$/;

/**
 * The `Idempotency-Key` header, if given: 1 to 128 visible ASCII characters.
 *
 * @throws RefusedRequest 400
 */
export const idempotencyKey = (header: string | string[] | undefined): string | undefined => {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && visibleAscii.test(header)) return header;
  const message = 'must be 1 to 128 visible ASCII characters';
  throw wrongShape([{ path: ['Idempotency-Key'], message }]);
};

/** The header, for the API's description. */
export const idempotencyKeyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key and request again has one effect and gets the same answer',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
};
