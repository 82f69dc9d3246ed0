import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeWalleyErrors } from '../describe-walley.js';
import { WalleySettlementsAnswerDto, WalleyTransactionsAnswerDto } from './settlements.dto.js';

const paging = (perPageMax: number): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'page',
      required: false,
      schema: { type: 'integer', minimum: 1, default: 1 },
    }),
    ApiQuery({
      name: 'perPage',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: perPageMax, default: 10 },
    }),
  );

const fileName = {
  'Content-Disposition': {
    description: '{Company}_{Country}_{From}-{To}_settlement_{Id}',
    schema: { type: 'string' as const },
  },
};

const notFound = { 404: 'NOT_FOUND: no such settlement, or it was not stated yet' };

export const DescribeSettlements = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List settlements, newest first',
      description:
        'Lists settlements of the stores of the client that have a statement. Needs `settlements:read`.',
    }),
    paging(1_000),
    ApiQuery({
      name: 'query',
      required: false,
      description: 'Conditions on startDate and endDate, joined by AND',
      schema: { type: 'string', example: 'startDate:>=2022-12-01 AND endDate:<=2022-12-08' },
    }),
    ApiResponse({
      status: 200,
      description: 'A page of settlements',
      type: WalleySettlementsAnswerDto,
      headers: requestIdHeader,
    }),
    DescribeWalleyErrors({ 422: 'INVALID_QUERY: a query or paging value not understood' }),
  );

export const DescribeTransactions = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the transactions of a settlement',
      description:
        'JSON, or CSV if `Accept` asks for it: CSV has all transactions, unless a page is requested.',
    }),
    paging(5_000),
    ApiQuery({ name: 'includeProductCode', required: false, schema: { type: 'boolean' } }),
    ApiExtraModels(WalleyTransactionsAnswerDto),
    ApiResponse({
      status: 200,
      description: 'A page of transactions',
      headers: { ...requestIdHeader, ...fileName },
      content: {
        'application/json': { schema: { $ref: getSchemaPath(WalleyTransactionsAnswerDto) } },
        'text/csv': { schema: { type: 'string' } },
      },
    }),
    DescribeWalleyErrors({ ...notFound, 422: 'INVALID_QUERY: a paging value not understood' }),
  );

export const DescribePdf = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Get the statement of a settlement as PDF',
      description:
        'A document for filing, with the same figures as the JSON answer. Needs `settlements:read`.',
    }),
    ApiResponse({
      status: 200,
      description: 'Totals, VAT by rate and all lines',
      headers: { ...requestIdHeader, ...fileName },
      content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
    }),
    DescribeWalleyErrors(notFound),
  );
