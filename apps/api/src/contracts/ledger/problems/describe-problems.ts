import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { rejectionCodes } from '#ledger';
import {
  errorExamples,
  exampleId,
  challengeHeader,
  requestIdHeader,
  retryAfterHeader,
} from '../../../contract-kit/describe.js';
import { problemDetails, ProblemDetails } from './problem-details.js';
import { problemTypes } from './problem-types.js';
import { rejectionProblems } from './rejection-problems.js';

const headersOf = (status: number) => ({
  ...requestIdHeader,
  ...([401, 403].includes(status) && challengeHeader),
  ...([409, 412, 429, 503].includes(status) && retryAfterHeader),
});

const ofEveryCall = ['VALIDATION_ERROR', 'UNAUTHORIZED', 'FORBIDDEN', 'SERVICE_UNAVAILABLE'];

const exampleOf = (code: string) => {
  const type = problemTypes.get(code);
  const { status = 500, title = code } = type ?? {};
  const violations =
    code === 'VALIDATION_ERROR' ? [{ path: ['limit'], message: 'must be a whole number' }] : [];
  const refusal = {
    status,
    code,
    detail: `${title}.`,
    ...(violations.length > 0 && { violations }),
  };
  return { summary: title, value: problemDetails(refusal, exampleId) };
};

/**
 * Adds to the OpenAPI description of a call all error codes it can answer with: the given codes,
 * and those that every call with a token has.
 */
export const DescribeProblems = (...codes: readonly string[]): MethodDecorator => {
  const byStatus = new Map<number, string[]>();
  for (const code of [...ofEveryCall, ...codes]) {
    const status = problemTypes.get(code)?.status;
    if (status === undefined) throw new RangeError(`${code} is no code of /v1`);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const answers = [...byStatus].map(([status, ofStatus]) =>
    ApiResponse({
      status,
      description: ofStatus.join(', '),
      headers: headersOf(status),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(ProblemDetails) },
          examples: errorExamples(ofStatus, exampleOf),
        },
      },
    }),
  );
  return applyDecorators(ApiExtraModels(ProblemDetails), ...answers);
};

/**
 * Adds to the OpenAPI description of a command all error codes it can answer with: the codes that
 * match `rejections`, the codes in `others`, and those that every command on an order has.
 */
export const DescribeCommandProblems = (
  rejections: RegExp,
  others: readonly string[] = [],
): MethodDecorator => {
  const codes = rejectionCodes
    .map((code) => rejectionProblems[code].code)
    .filter((code) => rejections.test(code));
  return DescribeProblems(
    'ORDER_NOT_FOUND',
    'TOO_MANY_CONFLICTS',
    'ORDER_DAMAGED',
    'LOG_MISMATCH',
    'OUTCOME_UNKNOWN',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'IDEMPOTENCY_KEY_REUSED',
    ...new Set(codes),
    'ORDER_HISTORY_FULL',
    ...others,
  );
};
