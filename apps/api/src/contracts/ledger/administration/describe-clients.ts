import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { createdHeaders } from '../requests/describe.js';
import { pageOf } from '../requests/pages.js';
import { ClientRequest, ClientResponse, CreatedClientResponse } from './client.dto.js';
export const DescribeCreate = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Make a client', description: 'Needs `admin`.' }),
    ApiBody({ type: ClientRequest }),
    ApiResponse({ status: 201, type: CreatedClientResponse, headers: createdHeaders }),
    DescribeProblems('UNSUPPORTED_MEDIA_TYPE', 'CLIENT_ID_TAKEN', 'STORE_UNKNOWN'),
  );

export const DescribeList = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List clients by id', description: 'Needs `admin`.' }),
    ApiResponse({ status: 200, type: pageOf(ClientResponse), headers: requestIdHeader }),
    DescribeProblems(),
  );

export const DescribeFind = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show a client', description: 'Needs `admin`.' }),
    ApiResponse({ status: 200, type: ClientResponse, headers: requestIdHeader }),
    DescribeProblems('CLIENT_NOT_FOUND'),
  );

export const DescribeDisable = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Disable a client',
      description: 'Its tokens stop within 5 seconds everywhere. Needs `admin`.',
    }),
    ApiResponse({ status: 204, headers: requestIdHeader }),
    DescribeProblems('CLIENT_NOT_FOUND'),
  );
