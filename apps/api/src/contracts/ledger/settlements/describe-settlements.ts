import { applyDecorators } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ndjson } from '../../../contract-kit/streamed-bodies.js';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { pageOf } from '../requests/pages.js';
import { waitingHeaders } from '../requests/describe.js';
import { LineResponse } from './line.response.js';
import { SettlementResponse } from './settlement.response.js';
import { UnsettledAccountResponse, UnsettledResponse } from './unsettled.js';

const acceptHeader = ApiHeader({
  name: 'Accept',
  required: false,
  description: 'NDJSON and CSV hold all rows; `limit` and `cursor` are for JSON',
  schema: { type: 'string', enum: ['application/json', ndjson, 'text/csv'] },
});

/** A page as JSON; by `Accept` every row instead, one a line. OpenAPI 3.1 has no word for a sequence of JSON texts. */
export const describeTable = (page: Type, row: Type): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(page, row),
    acceptHeader,
    ApiResponse({
      status: 200,
      description: 'A page, or all rows',
      headers: requestIdHeader,
      content: {
        'application/json': { schema: { $ref: getSchemaPath(page) } },
        [ndjson]: { schema: { $ref: getSchemaPath(row) } },
        'text/csv': { schema: { type: 'string' } },
      },
    }),
  );

export const DescribeList = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List settlements, newest first',
      description: "Settlements of the token's stores. Needs `settlements:read`.",
    }),
    ...waitingHeaders.map(ApiHeader),
    describeTable(pageOf(SettlementResponse), SettlementResponse),
    DescribeProblems('POSITION_NOT_REACHED'),
  );

const overview = pageOf(UnsettledAccountResponse);

const eitherOf = (...types: readonly Type[]) => ({
  anyOf: types.map((type) => ({ $ref: getSchemaPath(type) })),
});

/** Two answers in one place: what a store has, and which stores have something. */
const describeUnsettled = applyDecorators(
  ApiExtraModels(UnsettledResponse, overview, LineResponse, UnsettledAccountResponse),
  acceptHeader,
  ApiResponse({
    status: 200,
    description: 'A page, or all rows',
    headers: requestIdHeader,
    content: {
      'application/json': { schema: eitherOf(UnsettledResponse, overview) },
      [ndjson]: { schema: eitherOf(LineResponse, UnsettledAccountResponse) },
      'text/csv': { schema: { type: 'string' } },
    },
  }),
);

export const DescribeUnsettled = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Show what the next settlement will hold',
      description:
        'With `store`, the lines of one currency and their sums. Without it, every store and currency of the ' +
        "token's stores that has something, with its sums. Needs `settlements:read`.",
    }),
    ...waitingHeaders.map(ApiHeader),
    describeUnsettled,
    DescribeProblems('STORE_NOT_FOUND', 'POSITION_NOT_REACHED'),
  );

export const DescribeFind = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show a settlement', description: 'Needs `settlements:read`.' }),
    ...waitingHeaders.map(ApiHeader),
    describeTable(SettlementResponse, SettlementResponse),
    DescribeProblems('SETTLEMENT_NOT_FOUND', 'POSITION_NOT_REACHED'),
  );

export const DescribeLines = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the lines of a settlement in the order of the log',
      description: 'Needs `settlements:read`.',
    }),
    ...waitingHeaders.map(ApiHeader),
    describeTable(pageOf(LineResponse), LineResponse),
    DescribeProblems('SETTLEMENT_NOT_FOUND', 'POSITION_NOT_REACHED'),
  );
