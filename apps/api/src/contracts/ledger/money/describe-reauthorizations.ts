import { applyDecorators } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { DescribeCommand, DescribeListOf, DescribeOneOf } from '../requests/describe.js';
import { reauthorizationExamples } from './reauthorization-examples.js';
import { ReauthorizationRequest, ReauthorizationResponse } from './reauthorization.dto.js';
const ofRequests =
  /^(?:REAUTHORIZE_|ORDER_ALREADY_CAPTURED|ORDER_TOO_MANY_ROWS|MATCHING_|ARTICLE_EXISTS)/;

export const DescribeReauthorize = (): MethodDecorator =>
  applyDecorators(
    DescribeCommand({
      summary: 'Authorise anew what is not captured',
      description:
        'At once if it is no more than is left; else `status` is `requested` until it is approved. ' +
        'Needs `orders:write`.',
      rejections: ofRequests,
    }),
    ApiBody({ type: ReauthorizationRequest, examples: reauthorizationExamples }),
  );

export const DescribeApprove = (): MethodDecorator =>
  DescribeCommand({
    summary: 'Approve a reauthorisation',
    description: 'It takes effect. Needs `orders:write`.',
    rejections: /^(?:REAUTHORIZATION_|REAUTHORIZE_INVALID|ORDER_ALREADY_CAPTURED)/,
  });

export const DescribeReject = (): MethodDecorator =>
  DescribeCommand({
    summary: 'Reject a reauthorisation',
    description: 'It has no effect. Needs `orders:write`.',
    rejections: /^REAUTHORIZATION_NOT_/,
  });

export const DescribeList = (): MethodDecorator =>
  DescribeListOf(ReauthorizationResponse, "List an order's reauthorisations");

export const DescribeFind = (): MethodDecorator =>
  DescribeOneOf(ReauthorizationResponse, 'Show a reauthorisation', 'REAUTHORIZATION_NOT_FOUND');
