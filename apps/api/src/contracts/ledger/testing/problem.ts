import { expect } from '@jest/globals';
import { problemTypes } from '../problems/problem-types.js';
import type { Answer } from './ledger-caller.js';

/** Expects a complete error answer with status, code and headers. */
export const expectProblem = (answer: Answer, status: number, code: string): void => {
  expect(answer.body).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { errors, position, ...rest } = answer.body as Record<string, unknown>;
  expect(rest).toEqual({
    type: `/v1/problems/${code}`,
    title: problemTypes.get(code)?.title,
    status,
    code,
    detail: expect.stringMatching(/./),
    correlationId: answer.headers.get('x-request-id'),
  });
  expect(errors === undefined).toBe(code !== 'VALIDATION_ERROR');
  expect(position === undefined).toBe(code !== 'POSITION_NOT_REACHED');
};

/** The pointers to the wrong fields in a `VALIDATION_ERROR`. */
export const pointersOf = ({ body }: Answer): readonly string[] =>
  (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer).toSorted();
