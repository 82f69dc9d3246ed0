import type { FastifyRequest } from 'fastify';
import { positionHeader } from '../problems/problem-details.js';
import { readPosition } from './read-position.js';

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
    ...(header === undefined ? [] : [readPosition(positionHeader, header)]),
    ...(parameter === undefined ? [] : [readPosition('position', parameter)]),
  ];
  return asked.reduce<bigint | undefined>(
    (latest, position) => (latest === undefined || position > latest ? position : latest),
    undefined,
  );
};
