import { applyDecorators } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { DescribeCommand, DescribeListOf, DescribeOneOf } from '../requests/describe.js';
import { refundExamples } from './refund-examples.js';
import { RefundRequest, RefundResponse } from './refund.dto.js';
export const DescribeRefund = (): MethodDecorator =>
  applyDecorators(
    DescribeCommand({
      summary: 'Refund an order',
      description:
        'An amount, or captured rows less fees and discounts, of what is captured and settled. ' +
        'Needs `refunds:write`.',
      rejections: /^(?:REFUND|ARTICLE)_/,
    }),
    ApiBody({ type: RefundRequest, examples: refundExamples }),
  );

export const DescribeList = (): MethodDecorator =>
  DescribeListOf(RefundResponse, "List an order's refunds");

export const DescribeFind = (): MethodDecorator =>
  DescribeOneOf(RefundResponse, 'Show a refund', 'REFUND_NOT_FOUND');
