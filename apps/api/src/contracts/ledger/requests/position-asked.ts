import type { FastifyRequest } from 'fastify';
import { wrongShape } from '../../../http/shape/wrong-shape.js';
import { positionHeader } from '../problems/problem-details.js';

/** Positions are signed 64-bit in the event store and in PostgreSQL. */
const positionMax = 2n ** 63n - 1n;

const read = (name: string, text: unknown): bigint => {
  const position = typeof text === 'string' && /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
  if (position !== undefined && position <= positionMax) return position;
  throw wrongShape([{ path: [name], message: 'must be a position, as an answer gave it' }]);
};

/**
 * The position a read shall wait for: of the header `Ledger-Position` or of `?position=`, the later of the two.
 *
 * @throws RefusedRequest 400
 */
export const positionAsked = ({
  headers,
  query,
}: Pick<FastifyRequest, 'headers' | 'query'>): bigint | undefined => {
  const header = headers[positionHeader.toLowerCase()];
  const { position: parameter } = query as Readonly<Record<string, unknown>>;
  const asked = [
    ...(header === undefined ? [] : [read(positionHeader, header)]),
    ...(parameter === undefined ? [] : [read('position', parameter)]),
  ];
  return asked.reduce<bigint | undefined>(
    (latest, position) => (latest === undefined || position > latest ? position : latest),
    undefined,
  );
};
