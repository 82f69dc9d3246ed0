import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { commandHeaders, requestIdHeader } from '../../../openapi/shared-headers.js';
import { DescribeWalleyErrors } from '../describe-walley-errors.js';
import { idempotencyHeader } from '../walley-idempotency-key.js';
import { walleyReasons } from '../walley-rejections.js';
import { captureExamples } from './capture-examples.js';
import { CaptureDto } from './capture.dto.js';

export const DescribeCapture = (): MethodDecorator =>
  applyDecorators(
    ApiTags('walley'),
    ApiOperation({
      summary: 'Capture an order',
      description: 'All that is left, rows, an amount, or replacing rows.',
    }),
    ApiHeader({
      name: idempotencyHeader,
      required: false,
      description: 'The same key and request again has one effect and gets the same answer',
      schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
    }),
    ApiBody({ type: CaptureDto, examples: captureExamples }),
    ApiResponse({
      status: 202,
      description: 'Accepted. The body is empty.',
      headers: { ...requestIdHeader, ...commandHeaders },
    }),
    DescribeWalleyErrors({
      400: 'VALIDATION_ERROR: wrong shape, one entry for each field',
      404: 'NOT_FOUND: unknown order, or registered but not yet authorised',
      409: 'TOO_MANY_CONFLICTS: too many writers at once on one order; try again',
      413: 'PAYLOAD_TOO_LARGE: a body over 1 MiB, or a capture too large for one append to the log',
      415: 'UNSUPPORTED_MEDIA_TYPE: a compressed body',
      422: `Refused by a rule: ${walleyReasons('CAPTURE_', 'ARTICLE_').join(', ')}, IDEMPOTENCY_KEY_REUSED, ORDER_HISTORY_FULL`,
      503: 'SERVICE_UNAVAILABLE: nothing was written. OUTCOME_UNKNOWN: read the order, or repeat with the same key',
    }),
  );
