import { expect } from '@jest/globals';
import type { MedusaAnswer } from './medusa-shop.js';

/** The status and body of an answer, for comparison with `refused`. */
export const error = ({ status, body }: MedusaAnswer): unknown => [status, body];

/** The status and body that an error answer must have. */
export const refused = (status: number, type: string, message: unknown, code?: string): unknown => [
  ...[status, { ...(code !== undefined && { code }), type, message }],
];

export const expectUnauthorized = ({ status, text, headers }: MedusaAnswer): void => {
  expect([status, text, headers.get('content-type')]).toEqual([401, 'Unauthorized', null]);
};
