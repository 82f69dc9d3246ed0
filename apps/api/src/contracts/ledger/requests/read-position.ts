import { shapeError } from '../../../contract-kit/http-error.js';

/** Positions are signed 64-bit in the event store and in PostgreSQL. */
const positionMax = 2n ** 63n - 1n;

/**
 * The position in a header or parameter of that name.
 *
 * @throws RefusedRequest 400
 */
export const readPosition = (name: string, text: unknown): bigint => {
  const position = typeof text === 'string' && /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (position !== undefined && position <= positionMax) return position;
  throw shapeError([{ path: [name], message: 'must be a position, as an answer gave it' }]);
};
