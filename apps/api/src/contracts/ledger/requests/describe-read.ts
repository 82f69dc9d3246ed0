import { applyDecorators } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { pageOf } from './page-of.js';
import { waitingHeaders } from './waiting-headers.js';

/** A list of what belongs to an order, for the API's description. */
export const DescribeListOf = (type: Type, summary: string): MethodDecorator =>
  described(pageOf(type), summary, []);

/** One of what belongs to an order; `notFound` says that the order has no such one. */
export const DescribeOneOf = (type: Type, summary: string, notFound: string): MethodDecorator =>
  described(type, summary, [notFound]);

const described = (type: Type, summary: string, problems: readonly string[]): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description: 'Needs `orders:read`.' }),
    ...waitingHeaders.map(ApiHeader),
    ApiResponse({ status: 200, type, headers: requestIdHeader }),
    DescribeProblems('ORDER_NOT_FOUND', ...problems, 'POSITION_NOT_REACHED'),
  );
