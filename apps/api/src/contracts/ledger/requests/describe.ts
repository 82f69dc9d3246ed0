import { applyDecorators, type Type } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { commandHeaders, requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeCommandProblems, DescribeProblems } from '../problems/describe-problems.js';
import { CommandAnswer } from './command-answer.js';
import { idempotencyKeyHeader } from './ledger-target.js';
import { pageOf } from './pages.js';

interface Described {
  readonly summary: string;
  readonly description: string;
  /** Which rejections of the domain it can be answered with. */
  readonly rejections: RegExp;
}

/** A command on an order, for the API's description; its body describes itself. */
export const DescribeCommand = ({ summary, description, rejections }: Described): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, description }),
    ApiHeader(idempotencyKeyHeader),
    ApiResponse({
      status: 202,
      type: CommandAnswer,
      headers: { ...requestIdHeader, ...commandHeaders },
    }),
    DescribeCommandProblems(rejections),
  );

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

/** Headers of a 201, for the API's description. */
export const createdHeaders: typeof requestIdHeader = {
  ...requestIdHeader,
  Location: { description: 'Where it can be read', schema: { type: 'string' } },
};

/** Request headers of reads that can wait, for the API's description. */
export const waitingHeaders = [
  {
    name: 'Ledger-Position',
    required: false,
    description: 'Wait until the read model has reached this position',
    schema: { type: 'string', pattern: '^\\d{1,19}$' },
  },
  {
    name: 'Prefer',
    required: false,
    description: '`wait=N`: wait up to N seconds, 2 by default, 30 at most',
    schema: { type: 'string', example: 'wait=10' },
  },
];
