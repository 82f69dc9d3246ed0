import { applyDecorators } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { DescribeCommand, DescribeListOf, DescribeOneOf } from '../requests/describe.js';
import { captureExamples } from './capture-examples.js';
import { CaptureRequest } from './capture.request.js';
import { CaptureResponse } from '../orders/capture.response.js';

export const DescribeCapture = (): MethodDecorator =>
  applyDecorators(
    DescribeCommand({
      summary: 'Capture an order',
      description: 'All that is left, rows, an amount, or replacing rows. Needs `captures:write`.',
      rejections: /^(?:CAPTURE|ARTICLE)_/,
    }),
    ApiBody({ type: CaptureRequest, examples: captureExamples }),
  );

export const DescribeList = (): MethodDecorator =>
  DescribeListOf(CaptureResponse, "List an order's captures");

export const DescribeFind = (): MethodDecorator =>
  DescribeOneOf(CaptureResponse, 'Show a capture', 'CAPTURE_NOT_FOUND');
