import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { pageOf } from '../requests/pages.js';
import { ActionResponse } from './actions-page.js';
import { IdentityResponse } from './identity.response.js';
import { SealResponse } from './seals-page.js';
import { VerificationResponse } from './verification.response.js';

export const DescribeSeals = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the seals over the log, the oldest first',
      description:
        'A seal hash that is kept somewhere else makes everything before it unchangeable unnoticed. ' +
        'Needs `audit:read`.',
    }),
    ApiResponse({ status: 200, type: pageOf(SealResponse), headers: requestIdHeader }),
    DescribeProblems(),
  );

export const DescribeActions = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List administrative actions, the newest first',
      description:
        'Who did what, when and from where: clients, stores, keys, webhooks, cuts, payouts, erasures, operator commands, ' +
        'and failed log-ins, summed up by the minute. Needs `admin`.',
    }),
    ApiResponse({ status: 200, type: pageOf(ActionResponse), headers: requestIdHeader }),
    DescribeProblems(),
  );

export const DescribeIdentity = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'How the ids of orders are made',
      description:
        'For programs that name orders by store and number, and for checking an export. Needs `admin`.',
    }),
    ApiResponse({ status: 200, type: IdentityResponse, headers: requestIdHeader }),
    DescribeProblems(),
  );

export const DescribeVerification = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Verify an order',
      description:
        "Replays the order's history from the log, checks its chain and the ledger's invariants, and compares the " +
        'read model with the fold. Findings are part of the answer, not an error. Needs `audit:read`.',
    }),
    ApiResponse({ status: 200, type: VerificationResponse, headers: requestIdHeader }),
    DescribeProblems('ORDER_NOT_FOUND'),
  );
