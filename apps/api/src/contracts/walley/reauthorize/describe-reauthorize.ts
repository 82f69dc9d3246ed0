import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { commandHeaders, requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeChange } from '../describe-change.js';
import { DescribeWalleyErrors } from '../describe-walley-errors.js';
import { ReauthorizationAnswerDto, ReauthorizeDto } from './reauthorize.dto.js';

const reasons = [
  ...['REAUTHORIZE_', 'ORDER_ALREADY_CAPTURED', 'ORDER_TOO_MANY_ROWS'],
  ...['MATCHING_', 'ARTICLE_EXISTS_'],
];

export const DescribeReauthorize = (): MethodDecorator =>
  applyDecorators(
    DescribeChange({
      summary: 'Authorise anew what is not captured',
      description: 'At once if it is no more than is left; else it has to be approved.',
      reasons,
    }),
    ApiBody({ type: ReauthorizeDto }),
    ApiResponse({
      status: 201,
      description: 'It waits for an approval; Location says where to ask. The body is empty.',
      headers: { ...requestIdHeader, ...commandHeaders },
    }),
  );

export const DescribeReauthorization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Show what became of a reauthorisation',
      description: 'Whether it waits, or was approved or rejected. Needs `orders:read`.',
    }),
    ApiResponse({ status: 200, type: ReauthorizationAnswerDto, headers: requestIdHeader }),
    DescribeWalleyErrors({ 404: 'NOT_FOUND: unknown order or reauthorisation' }),
  );
