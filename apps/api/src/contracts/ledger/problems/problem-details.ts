import { STATUS_CODES } from 'node:http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ErrorEnvelope } from '../../../contract-kit/contract.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { type ErrorAnswer, shapeError, type Violation } from '../../../contract-kit/http-error.js';
import { problemPath, problemTypes } from './problem-types.js';
import { refuseRejection } from './problems.js';

export class FieldProblem {
  @ApiProperty({
    description: 'JSON pointer (RFC 6901) into the body; headers and parameters by their name',
    example: '/rows/0/unitPrice',
  })
  pointer!: string;

  @ApiProperty({ example: "must be an integer in the currency's minor unit, in digits alone" })
  detail!: string;
}

/** RFC 9457 problem details, as `/v1` answers every error (ledger.md, "Errors"). */
export class ProblemDetails {
  @ApiProperty({ description: 'Where the code is documented', example: '/v1/problems/FORBIDDEN' })
  type!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ example: 403 })
  status!: number;

  @ApiProperty({ description: 'What happened this time' })
  detail!: string;

  @ApiProperty({ description: 'Stable', example: 'FORBIDDEN' })
  code!: string;

  @ApiPropertyOptional({ type: [FieldProblem], description: 'With VALIDATION_ERROR' })
  errors?: readonly FieldProblem[];

  @ApiPropertyOptional({
    description: 'With POSITION_NOT_REACHED: the position the read model has reached',
    example: '40960',
  })
  position?: string;

  @ApiProperty({ format: 'uuid', description: 'The X-Request-Id of the answer' })
  correlationId!: string;
}

/**
 * The response header with a position of the log, for errors about that position. The error's body
 * repeats the value.
 */
export const positionHeader = 'Ledger-Position';

const pointerOf = ({ path }: Violation): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export const problemDetails = (
  refusal: ErrorAnswer,
  correlationId: string,
): Plain<ProblemDetails> => {
  const { status, code, detail, headers, violations } = refusal;
  const position = headers?.[positionHeader];
  return {
    type: problemPath(code),
    title: problemTypes.get(code)?.title ?? STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    ...(violations && {
      errors: violations.map((violation) => ({
        pointer: pointerOf(violation),
        detail: violation.message,
      })),
    }),
    ...(position !== undefined && { position }),
    correlationId,
  };
};

/** Errors of `/v1`: RFC 9457 problem details. */
export const ledgerEnvelope: ErrorEnvelope = {
  rejected: (rejected) => refuseRejection(rejected).answer,
  unknownParameter: (name) =>
    shapeError([{ path: [name], message: 'is not a known parameter' }]).answer,
  write: (refusal, correlationId) => ({
    contentType: 'application/problem+json; charset=utf-8',
    body: JSON.stringify(problemDetails(refusal, correlationId)),
  }),
};
