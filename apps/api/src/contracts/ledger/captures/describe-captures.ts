import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { rejectionCodes } from '#ledger';
import { commandHeaders, requestIdHeader } from '../../../openapi/shared-headers.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { rejectionProblems } from '../problems/rejection-problems.js';
import { CommandAnswer } from '../requests/command-answer.js';
import { idempotencyKeyHeader } from '../requests/idempotency-key.js';
import { pageOf } from '../requests/page-of.js';
import { waitingHeaders } from '../requests/waiting-headers.js';
import { captureExamples } from './capture-examples.js';
import { CaptureRequest } from './capture.request.js';
import { CaptureResponse } from './capture.response.js';

const rejections = rejectionCodes
  .map((code) => rejectionProblems[code].code)
  .filter((code) => /^(?:CAPTURE|ARTICLE)_/.test(code));

export const DescribeCapture = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Capture an order',
      description: 'All that is left, rows, an amount, or replacing rows. Needs `captures:write`.',
    }),
    ApiHeader(idempotencyKeyHeader),
    ApiBody({ type: CaptureRequest, examples: captureExamples }),
    ApiResponse({
      status: 202,
      type: CommandAnswer,
      headers: { ...requestIdHeader, ...commandHeaders },
    }),
    DescribeProblems(
      'ORDER_NOT_FOUND',
      'TOO_MANY_CONFLICTS',
      'OUTCOME_UNKNOWN',
      'PAYLOAD_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'IDEMPOTENCY_KEY_REUSED',
      ...new Set(rejections),
      'ORDER_HISTORY_FULL',
    ),
  );

export const DescribeList = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: "List an order's captures", description: 'Needs `orders:read`.' }),
    ...waitingHeaders.map(ApiHeader),
    ApiResponse({ status: 200, type: pageOf(CaptureResponse), headers: requestIdHeader }),
    DescribeProblems('ORDER_NOT_FOUND', 'POSITION_NOT_REACHED'),
  );

export const DescribeFind = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show a capture', description: 'Needs `orders:read`.' }),
    ...waitingHeaders.map(ApiHeader),
    ApiResponse({ status: 200, type: CaptureResponse, headers: requestIdHeader }),
    DescribeProblems('ORDER_NOT_FOUND', 'CAPTURE_NOT_FOUND', 'POSITION_NOT_REACHED'),
  );
