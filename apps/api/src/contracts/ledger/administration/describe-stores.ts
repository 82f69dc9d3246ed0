import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { createdHeaders } from '../requests/describe.js';
import { pageOf } from '../requests/pages.js';
import { StoreChangeRequest, StoreRequest, StoreResponse } from './store.dto.js';
export const DescribeCreate = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Make a store', description: 'Needs `admin`.' }),
    ApiBody({ type: StoreRequest }),
    ApiResponse({ status: 201, type: StoreResponse, headers: createdHeaders }),
    DescribeProblems('UNSUPPORTED_MEDIA_TYPE', 'STORE_ID_TAKEN'),
  );

export const DescribeList = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List stores by id', description: 'Needs `admin`.' }),
    ApiResponse({ status: 200, type: pageOf(StoreResponse), headers: requestIdHeader }),
    DescribeProblems(),
  );

export const DescribeFind = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show a store', description: 'Needs `admin`.' }),
    ApiResponse({ status: 200, type: StoreResponse, headers: requestIdHeader }),
    DescribeProblems('STORE_NOT_FOUND'),
  );

export const DescribeChange = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Give a store another time zone, or other details for documents',
      description:
        'All of it is changed, or nothing. The next settlement ends by a new time zone and begins where the last one ' +
        'ended, so that nothing is settled twice or left out. Reports count days in the zone that the store has now. ' +
        'An address is replaced as a whole. Needs `admin`.',
    }),
    ApiBody({ type: StoreChangeRequest }),
    ApiResponse({ status: 200, type: StoreResponse, headers: requestIdHeader }),
    DescribeProblems('UNSUPPORTED_MEDIA_TYPE', 'STORE_NOT_FOUND'),
  );

export const DescribeRemove = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Remove a store',
      description:
        'Tokens stop acting for it within 5 seconds everywhere; its orders stay in the log. ' +
        'Needs `admin`.',
    }),
    ApiResponse({ status: 204, headers: requestIdHeader }),
    DescribeProblems('STORE_NOT_FOUND'),
  );
