import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { EraseRequest, EraseResponse } from './erase.dto.js';
export const DescribeErase = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: "Erase a customer's data for good",
      description:
        'Destroys the keys that the data are sealed under in the log, and deletes them from the ' +
        'read models. Doing it again changes nothing. Needs `admin`.',
    }),
    ApiBody({ type: EraseRequest }),
    ApiResponse({ status: 200, type: EraseResponse, headers: requestIdHeader }),
    DescribeProblems(
      'STORE_NOT_FOUND',
      'CUSTOMER_HAS_NAME',
      'PAYLOAD_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
    ),
  );
