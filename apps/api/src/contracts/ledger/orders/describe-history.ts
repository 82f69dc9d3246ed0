import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ndjson } from '../../../contract-kit/streamed-bodies.js';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { HistoryEntry, HistoryResponse } from './history-entry.js';
export const DescribeHistory = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: "Show an order's history",
      description:
        'Every event in order, read from the log itself, with the sums after it. By `Accept` also as NDJSON, an ' +
        'entry a line, or as CSV, without `data`; these two are whole unless `limit` says otherwise. As ' +
        '`application/pdf` it is the story of the order on paper, as a rule on one page. ' +
        'Needs `orders:read`.',
    }),
    ApiExtraModels(HistoryEntry, HistoryResponse),
    ApiResponse({
      status: 200,
      headers: requestIdHeader,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(HistoryResponse) } },
        [ndjson]: { schema: { $ref: getSchemaPath(HistoryEntry) } },
        'text/csv': { schema: { type: 'string' } },
        'application/pdf': { schema: { type: 'string', format: 'binary' } },
      },
    }),
    DescribeProblems('ORDER_NOT_FOUND'),
  );
