import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { commandHeaders, requestIdHeader } from '../../../contract-kit/describe.js';
import { DescribeProblems } from '../problems/describe-problems.js';
import { idempotencyKeyHeader } from '../requests/ledger-target.js';
import {
  SettlementAnswer,
  CorrectionRequest,
  PayoutRequest,
  PayoutReversalRequest,
  SettlementRequest,
} from './settlement-commands.dto.js';
const accepted = ApiResponse({
  status: 202,
  type: SettlementAnswer,
  headers: { ...requestIdHeader, ...commandHeaders },
});

const refusals = [
  'TOO_MANY_CONFLICTS',
  'SETTLEMENTS_DAMAGED',
  'LOG_MISMATCH',
  'OUTCOME_UNKNOWN',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'IDEMPOTENCY_KEY_REUSED',
];

export const DescribeCut = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Cut a settlement now',
      description:
        'Settles every capture and refund of the store and currency that stands in the log and is in no ' +
        'settlement yet. Its statement follows a moment later. Needs `admin`.',
    }),
    ApiHeader(idempotencyKeyHeader),
    ApiBody({ type: SettlementRequest }),
    accepted,
    DescribeProblems('STORE_NOT_FOUND', 'SETTLEMENT_NOTHING_TO_SETTLE', ...refusals),
  );

export const DescribeCorrection = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Correct a statement that is not what the log says',
      description:
        'The figures are made from the log; nobody can give others. What was stated stays in the log and is shown with ' +
        'them. What the difference means for the balance: docs/settlements.md, "Corrections". Needs `admin`.',
    }),
    ApiHeader(idempotencyKeyHeader),
    ApiBody({ type: CorrectionRequest }),
    accepted,
    DescribeProblems(
      'SETTLEMENT_NOT_FOUND',
      'SETTLEMENT_NOT_STATED',
      'SETTLEMENT_NOTHING_TO_CORRECT',
      'SETTLEMENT_LINES_UNREADABLE',
      ...refusals,
    ),
  );

export const DescribePayout = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Record that a settlement was paid out',
      description:
        "`paidOn` is the bank's date. A payout that did not come about can be taken back. Needs `admin`.",
    }),
    ApiHeader(idempotencyKeyHeader),
    ApiBody({ type: PayoutRequest }),
    accepted,
    DescribeProblems(
      'SETTLEMENT_NOT_FOUND',
      'SETTLEMENT_NOT_STATED',
      'SETTLEMENT_ALREADY_PAID_OUT',
      'SETTLEMENT_NOTHING_TO_PAY_OUT',
      'SETTLEMENT_STATEMENT_DIFFERS',
      'SETTLEMENT_LINES_UNREADABLE',
      'SETTLEMENT_PAYOUT_TOO_EARLY',
      'SETTLEMENT_PAYOUT_IN_FUTURE',
      ...refusals,
    ),
  );

export const DescribePayoutReversal = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: "Take a settlement's payout back",
      description:
        'The payout stays in the log; the settlement is as before it and can be paid out anew. Needs `admin`.',
    }),
    ApiHeader(idempotencyKeyHeader),
    ApiBody({ type: PayoutReversalRequest }),
    accepted,
    DescribeProblems('SETTLEMENT_NOT_FOUND', 'SETTLEMENT_NOT_PAID_OUT', ...refusals),
  );
