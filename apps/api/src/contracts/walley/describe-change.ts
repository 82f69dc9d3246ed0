import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { commandHeaders, requestIdHeader } from '../../contract-kit/describe.js';
import { DescribeWalleyErrors } from './describe-walley-errors.js';
import { idempotencyHeader } from './walley-idempotency-key.js';
import { walleyReasons } from './walley-rejections.js';

interface ChangeDescription {
  readonly summary: string;
  readonly description: string;
  /** What the reasons of status 422 begin with. */
  readonly reasons: readonly string[];
}

/** A change of an order, for the API's description; its body describes itself. */
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
      description: 'The same key and request again has one effect and gets the same answer',
      schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
    }),
    ApiResponse({
      status: 202,
      description: 'Accepted. The body is empty.',
      headers: { ...requestIdHeader, ...commandHeaders },
    }),
    DescribeWalleyErrors({
      400: 'VALIDATION_ERROR: wrong shape, one entry for each field',
      404: 'NOT_FOUND: unknown order, or registered but not yet authorised',
      409: 'TOO_MANY_CONFLICTS: too many writers at once on one order; try again. ORDER_DAMAGED: its history cannot be read; an operator has to repair it',
      413: 'PAYLOAD_TOO_LARGE: a body over 1 MiB, or a change too large for one append to the log',
      415: 'UNSUPPORTED_MEDIA_TYPE: a compressed body',
      422: `Refused by a rule: ${[...walleyReasons(...reasons), 'IDEMPOTENCY_KEY_REUSED', 'ORDER_HISTORY_FULL'].join(', ')}`,
      503: 'SERVICE_UNAVAILABLE, LOG_MISMATCH: nothing was written. OUTCOME_UNKNOWN: read the order, or repeat with the same key',
    }),
  );
