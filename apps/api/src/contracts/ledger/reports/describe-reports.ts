import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation } from '@nestjs/swagger';
import { DescribeProblems } from '../problems/describe-problems.js';
import { pageOf } from '../requests/pages.js';
import { waitingHeaders } from '../requests/describe.js';
import { describeTable } from '../settlements/describe-settlements.js';
import {
  CaptureReportResponse,
  CaptureReportRowResponse,
  UnsettledCaptureResponse,
} from '../settlements/report.dto.js';

export const DescribeReport = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Sum what was captured and refunded',
      description:
        'By month and day (of the store), store, currency and payment method, with VAT by rate; sums of different currencies are ' +
        'never added, so `currency` is always a group. At most 10,000 rows. Needs `settlements:read`.',
    }),
    ...waitingHeaders.map(ApiHeader),
    describeTable(CaptureReportResponse, CaptureReportRowResponse),
    DescribeProblems('REPORT_TOO_LARGE', 'REPORT_ZONE_UNKNOWN', 'POSITION_NOT_REACHED'),
  );

export const DescribeUnsettledCaptures = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List captures that failed or are still open past their time, the oldest first',
      description: 'Needs `settlements:read`.',
    }),
    ...waitingHeaders.map(ApiHeader),
    describeTable(pageOf(UnsettledCaptureResponse), UnsettledCaptureResponse),
    DescribeProblems('POSITION_NOT_REACHED'),
  );
