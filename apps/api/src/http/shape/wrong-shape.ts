import { RefusedRequest } from '../refused-request.js';
import { fieldName } from './violation.js';
import type { Violation } from './violation.js';

/** So that a body of a thousand wrong items does not make an answer longer than itself. */
const mostViolations = 100;

/** The refusal of a request whose shape is wrong: 400, one entry for each field. */
export const wrongShape = (violations: readonly Violation[]): RefusedRequest =>
  new RefusedRequest({
    status: 400,
    code: 'VALIDATION_ERROR',
    detail: violations
      .slice(0, 3)
      .map(({ path, message }) => `${fieldName(path)} ${message}`)
      .join('; '),
    violations: violations.slice(0, mostViolations),
  });
