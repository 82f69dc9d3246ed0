import { shapeError } from '../../../contract-kit/http-error.js';

/** What an idempotency key is, wherever it stands. */
export const visibleAscii = {
  pattern: /^[\x21-\x7e]{1,128}$/,
  mustBe: '1 to 128 visible ASCII characters',
};

/**
 * The `Idempotency-Key` header, if given: 1 to 128 visible ASCII characters.
 *
 * @throws RefusedRequest 400
 */
export const idempotencyKey = (header: string | string[] | undefined): string | undefined => {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && visibleAscii.pattern.test(header)) return header;
  throw shapeError([{ path: ['Idempotency-Key'], message: `must be ${visibleAscii.mustBe}` }]);
};

/** The header, for the API's description. */
export const idempotencyKeyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key and request again has one effect and gets the same answer',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
};
