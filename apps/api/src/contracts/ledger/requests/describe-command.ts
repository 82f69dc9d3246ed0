import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { commandHeaders, requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeCommandProblems } from '../problems/describe-command-problems.js';
import { CommandAnswer } from './command-answer.js';
import { idempotencyKeyHeader } from './idempotency-key.js';

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
