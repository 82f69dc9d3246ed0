import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiProperty,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import {
  challengeHeader,
  commandHeaders,
  errorExamples,
  exampleId,
  requestIdHeader,
  retryAfterHeader,
} from '../../contract-kit/describe.js';
import { walleyEnvelope, walleyReasons } from './walley-envelope.js';
import { idempotencyHeader } from './walley-request.js';
/**
 * This header asks the caller for a token with more scopes. A 403 for an order of another store
 * does not have the header, because no scope would help, and RFC 6750 has no error code for that
 * case.
 */
const scopeChallengeHeader = {
  'WWW-Authenticate': {
    description: 'Bearer with insufficient_scope; only if the token does not have the scope',
    schema: { type: 'string' as const },
  },
};

const headers = {
  401: challengeHeader,
  403: scopeChallengeHeader,
  409: retryAfterHeader,
  503: retryAfterHeader,
};

const everyCall = {
  401: 'UNAUTHORIZED: no token, or one that is not valid',
  403: 'FORBIDDEN: the token does not have the scope, or the order is of a store that is not the client’s',
  503: 'SERVICE_UNAVAILABLE: a dependency is down or there are too many requests; nothing was written',
};

const words = new Set(['UNAUTHORIZED', 'FORBIDDEN']);

/**
 * Finds the reason codes in the text of a description, such as `UNAUTHORIZED`. Throws if the text
 * names none, because callers distinguish errors by these codes.
 */
const codesIn = (description: string): string[] => {
  const capitals = description.match(/\b[A-Z]+(?:_[A-Z]+)*\b/g) ?? [];
  const codes = capitals.filter((word) => word.includes('_') || words.has(word));
  if (codes.length === 0) throw new RangeError(`No reason is named in: ${description}`);
  return codes;
};

const exampleOf = (status: number, code: string) => {
  const refusal = { status, code, detail: walleyDetail(code) };
  const { body } = walleyEnvelope.write(refusal, exampleId);
  return { summary: code, value: JSON.parse(body) as object };
};

const walleyDetail = (code: string): string => {
  const text = code.toLowerCase().replaceAll('_', ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

/**
 * Adds the OpenAPI descriptions of a call's error answers: the given ones, and those that every
 * Walley call can have.
 */
export const DescribeWalleyErrors = (own: Readonly<Record<number, string>>): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(WalleyErrorAnswerDto),
    ...Object.entries({ ...everyCall, ...own }).map(([status, description]) =>
      ApiResponse({
        status: Number(status),
        description,
        content: {
          'application/json': {
            schema: { $ref: getSchemaPath(WalleyErrorAnswerDto) },
            examples: errorExamples(codesIn(description), (code) =>
              exampleOf(Number(status), code),
            ),
          },
        },
        headers: {
          ...requestIdHeader,
          ...(Number(status) in headers && headers[Number(status) as keyof typeof headers]),
        },
      }),
    ),
  );

interface ChangeDescription {
  readonly summary: string;
  readonly description: string;
  /**
   * The prefixes of the reason codes with which the change can be refused (422), such as
   * `CAPTURE_`.
   */
  readonly reasons: readonly string[];
}

/** Adds the OpenAPI description of a change of an order. The body is described by its DTO class. */
export const DescribeChange = ({
  summary,
  description,
  reasons,
}: ChangeDescription): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description }),
    ApiHeader({
      name: idempotencyHeader,
      required: false,
      description:
        'A repeat of the request with the same key has no further effect and gets the same answer',
      schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
    }),
    ApiResponse({
      status: 202,
      description: 'Accepted. The body is empty.',
      headers: { ...requestIdHeader, ...commandHeaders },
    }),
    DescribeWalleyErrors({
      400: 'VALIDATION_ERROR: missing, unknown or invalid fields, one entry for each',
      404: 'NOT_FOUND: unknown order, or registered but not yet authorised',
      409: 'TOO_MANY_CONFLICTS: too many commands on the same order at once; try again. ORDER_DAMAGED: its history cannot be read; an operator has to repair it',
      413: 'PAYLOAD_TOO_LARGE: a body over 1 MiB, or a change too large for one append to the log',
      415: 'UNSUPPORTED_MEDIA_TYPE: a compressed body',
      422: `Refused by a rule: ${[...walleyReasons(...reasons), 'IDEMPOTENCY_KEY_REUSED', 'ORDER_HISTORY_FULL'].join(', ')}`,
      503: 'SERVICE_UNAVAILABLE, LOG_MISMATCH: nothing was written. OUTCOME_UNKNOWN: read the order, or repeat with the same key',
    }),
  );

export class WalleyReasonDto {
  @ApiProperty({ example: 'CAPTURE_ORDER_ALREADY_CAPTURED' })
  reason!: string;

  @ApiProperty()
  message!: string;
}

export class WalleyErrorDto {
  @ApiProperty({ description: 'HTTP status', example: 422 })
  code!: number;

  @ApiProperty({ example: 'Unprocessable Entity' })
  message!: string;

  @ApiProperty({ type: [WalleyReasonDto] })
  errors!: readonly WalleyReasonDto[];
}

export class WalleyErrorAnswerDto {
  @ApiProperty({ format: 'uuid', description: 'The correlation id, as in X-Request-Id' })
  id!: string;

  @ApiProperty({ type: String, nullable: true })
  data!: null;

  @ApiProperty({ type: WalleyErrorDto })
  error!: WalleyErrorDto;
}
