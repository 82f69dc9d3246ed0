import { shapeError } from '../../contract-kit/http-error.js';

export const idempotencyHeader = 'X-Idempotency';

/**
 * The value of `X-Idempotency`, if it is given: 1 to 128 visible ASCII characters (walley.md, "Capture").
 *
 * @throws RefusedRequest 400
 */
export const walleyIdempotencyKey = (key: string | undefined): string | undefined => {
  if (key === undefined || /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw shapeError([
    { path: [idempotencyHeader], message: 'must be 1 to 128 visible ASCII characters' },
  ]);
};
