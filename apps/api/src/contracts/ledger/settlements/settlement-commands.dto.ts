import { ApiProperty } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CutResult, SettlementExecuted } from '#event-log';
import { currencies, payoutReference } from '#ledger';
import { markReplayed } from '../../../contract-kit/request.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { field, Matching } from '../../../contract-kit/body/fields.js';
import { Identifier, oneLine } from '../fields/names.js';
import { CalendarDay } from '../fields/times.js';
import { positionHeader } from '../problems/problem-details.js';
import { problems } from '../problems/problems.js';
import { settlementProblems } from '../problems/rejection-problems.js';

const currencyRule = {
  accepts: (value: unknown) => typeof value === 'string' && currencies.has(value),
  message: 'must be an ISO 4217 code',
  schema: { type: 'string' as const, pattern: '^[A-Z]{3}$' },
};

/** A currency of the ledger. */
export const Currency = (description: string): PropertyDecorator =>
  field(currencyRule, { optional: true, description, example: 'SEK' });

/** The body of `POST /v1/settlements`. */
export class SettlementRequest {
  @Identifier({ example: 'demo-se' })
  readonly store!: string;

  @Currency("Default: the store's currency")
  readonly currency?: string;
}

/** The body of `POST /v1/settlements/{id}/payout`. */
export class PayoutRequest {
  @Matching(payoutReference, {
    mustBe: 'a string of 1 to 128 visible characters, with spaces only in between',
    schema: oneLine(128),
    description: "The bank's reference of the payment",
    example: 'BG-20261121-001',
  })
  readonly reference!: string;

  @CalendarDay({
    optional: true,
    description: "The bank's date: not before `endDate`, at most 10 days ahead",
    example: '2026-11-23',
  })
  readonly paidOn?: string;
}

/** The body of `POST /v1/settlements/{id}/correction`. */
export class CorrectionRequest {
  @Matching(payoutReference, {
    mustBe: 'a string of 1 to 128 visible characters, with spaces only in between',
    schema: oneLine(128),
    description: 'The reason; it stays in the log, so it must not name a person',
    example: 'the read model had been changed when it was stated',
  })
  readonly reason!: string;
}

/** The body of `POST /v1/settlements/{id}/payout/reversal`. */
export class PayoutReversalRequest {
  @Matching(payoutReference, {
    mustBe: 'a string of 1 to 128 visible characters, with spaces only in between',
    schema: oneLine(128),
    description: 'The reason; it stays in the log, so it must not name a person',
    example: 'returned by the bank: account closed',
  })
  readonly reason!: string;
}

/** The answer to an accepted settlement command: 202. */
export class SettlementAnswer {
  @ApiProperty({ format: 'uuid' })
  settlementId!: string;

  @ApiProperty({ enum: ['accepted'] })
  status!: 'accepted';

  @ApiProperty({ description: 'Revision of the event that the command wrote', example: '3' })
  revision!: string;

  @ApiProperty({ description: 'The place of that event in the log', example: '40961' })
  position!: string;
}

/**
 * Builds the answer to a settlement command and sets the response's headers.
 *
 * @throws HttpError if the command was rejected
 */
export const answerSettlement = (
  reply: FastifyReply,
  executed: CutResult | SettlementExecuted,
): Plain<SettlementAnswer> => {
  if (executed.kind === 'behind' || executed.kind === 'stale')
    throw problems.readModelBehind({ 'Retry-After': '1' });
  if (executed.kind === 'rejected') {
    const { status, code } = settlementProblems[executed.code];
    throw new HttpError({ status, code, detail: executed.detail });
  }
  const { settlementId, replayed } = executed;
  const position = String(executed.position);
  reply.header('Location', `/v1/settlements/${settlementId}`).header(positionHeader, position);
  if (replayed) markReplayed(reply, executed);
  return { settlementId, status: 'accepted', revision: String(executed.revision), position };
};
