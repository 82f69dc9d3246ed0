import { expect } from '@jest/globals';
import type { MedusaAnswer } from './medusa-shop.js';

/** Status and body of an error. */
export const error = ({ status, body }: MedusaAnswer): unknown => [status, body];

/** As `error`, of an answer with these words. */
export const refused = (status: number, type: string, message: unknown, code?: string): unknown => [
  ...[status, { ...(code !== undefined && { code }), type, message }],
];

export const expectUnauthorized = ({ status, text, headers }: MedusaAnswer): void => {
  expect([status, text, headers.get('content-type')]).toEqual([401, 'Unauthorized', null]);
};
