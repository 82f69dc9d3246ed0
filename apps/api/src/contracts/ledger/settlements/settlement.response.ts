import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { payoutDay, type SettlementView } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';

export class VatShareResponse {
  @ApiProperty({ description: 'Per cent', example: 25 })
  vatRate!: number;

  @ApiProperty({ description: 'VAT included', example: 9500 })
  gross!: number;

  @ApiProperty({ example: 1900 })
  vat!: number;
}

/** The figures of a statement before a correction replaced them. */
export class FiguresResponse {
  @ApiProperty()
  ingoingBalance!: number;

  @ApiProperty()
  captured!: number;

  @ApiProperty({ description: 'Above zero' })
  refunded!: number;

  @ApiProperty()
  fees!: number;

  @ApiProperty()
  total!: number;

  @ApiProperty({ type: [VatShareResponse] })
  vat!: readonly VatShareResponse[];

  @ApiProperty()
  lines!: number;

  @ApiProperty()
  linesSha256!: string;
}

/** The correction of a statement whose figures differed from the log. */
export class CorrectionResponse {
  @ApiProperty({ type: FiguresResponse, description: 'The figures of the wrong statement' })
  stated!: FiguresResponse;

  @ApiProperty({ example: 'the read model had been changed when it was stated' })
  reason!: string;

  @ApiProperty({ description: "The client's id, or `operator`", example: 'demo' })
  correctedBy!: string;

  @ApiProperty({ format: 'date-time' })
  correctedAt!: string;
}

/**
 * A settlement. The amounts are missing until the statement is made, a moment after the settlement
 * was closed.
 */
export class SettlementResponse {
  @ApiProperty({ format: 'uuid' })
  settlementId!: string;

  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ description: 'Counted from 1 for each store and currency' })
  number!: number;

  @ApiProperty({ enum: ['closed', 'stated', 'paidOut'] })
  status!: 'closed' | 'stated' | 'paidOut';

  @ApiProperty({ description: "First day, in the store's time zone", example: '2026-11-20' })
  startDate!: string;

  @ApiProperty({ description: "Last day, in the store's time zone", example: '2026-11-20' })
  endDate!: string;

  @ApiProperty({ format: 'date-time' })
  periodStart!: string;

  @ApiProperty({ format: 'date-time', description: 'Exclusive' })
  periodEnd!: string;

  @ApiProperty({ format: 'date-time', description: 'Time of the cut' })
  closedAt!: string;

  @ApiProperty({ enum: ['schedule', 'request'] })
  reason!: 'schedule' | 'request';

  @ApiProperty({ example: 'Europe/Stockholm' })
  timeZone!: string;

  @ApiProperty({ description: 'Place of the cut in the log', example: '40961' })
  position!: string;

  @ApiPropertyOptional({
    description:
      'Carried over from before: a total below zero, and differences from corrections of earlier statements',
  })
  ingoingBalance?: number;

  @ApiPropertyOptional()
  captured?: number;

  @ApiPropertyOptional({ description: 'Above zero' })
  refunded?: number;

  @ApiPropertyOptional()
  fees?: number;

  @ApiPropertyOptional({ description: 'ingoingBalance + captured - refunded - fees' })
  total?: number;

  @ApiPropertyOptional({
    type: [VatShareResponse],
    description: 'VAT by rate, captures less refunds',
  })
  vat?: readonly VatShareResponse[];

  @ApiPropertyOptional({ description: 'Number of lines' })
  lines?: number;

  @ApiPropertyOptional({ description: 'Hex SHA-256 over the lines in their order' })
  linesSha256?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  statedAt?: string;

  @ApiPropertyOptional({
    type: CorrectionResponse,
    description: 'Present if the statement was corrected; all other figures are the corrected ones',
  })
  correction?: CorrectionResponse;

  @ApiPropertyOptional({
    description:
      'Why the settlement has no statement although it was cut; the worker tries again by itself',
  })
  problem?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Time at which the current payout was recorded',
  })
  paidOutAt?: string;

  @ApiPropertyOptional({ example: 'BG-20261121-001' })
  payoutReference?: string;

  @ApiPropertyOptional({
    format: 'date',
    description: "The bank's date; if none was given, the day on which the payout was recorded",
    example: '2026-11-23',
  })
  paidOn?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Time at which the last reversed payout was taken back',
  })
  payoutReversedAt?: string;

  @ApiPropertyOptional({ description: 'Why that payout was taken back' })
  payoutReversalReason?: string;

  @ApiPropertyOptional({ description: "The bank's reference of that payout", example: 'BG 1' })
  reversedPayoutReference?: string;

  @ApiPropertyOptional({
    format: 'date',
    description: "The bank's date of that payout, if one was given",
    example: '2026-11-23',
  })
  reversedPaidOn?: string;
}

const statusOf = ({ statedAt, paidOutAt }: SettlementView): SettlementResponse['status'] => {
  if (paidOutAt !== undefined) return 'paidOut';
  return statedAt === undefined ? 'closed' : 'stated';
};

/**
 * The date of a payout. If the bank gave no date, it is the day on which the payout was recorded.
 */
const paidOnOf = (settlement: SettlementView): { paidOn?: string } => {
  const day = payoutDay(settlement);
  return day === undefined ? {} : { paidOn: day };
};

export const settlementResponse = (settlement: SettlementView): Plain<SettlementResponse> => ({
  settlementId: settlement.settlementId,
  store: settlement.storeId,
  currency: settlement.currency,
  number: settlement.number,
  status: statusOf(settlement),
  startDate: settlement.startDate,
  endDate: settlement.endDate,
  periodStart: settlement.periodStart,
  periodEnd: settlement.periodEnd,
  closedAt: settlement.closedAt,
  reason: settlement.reason,
  timeZone: settlement.timeZone,
  position: String(settlement.position),
  ...settlement.totals,
  ...(settlement.statedAt !== undefined && { statedAt: settlement.statedAt }),
  ...(settlement.correction !== undefined && { correction: settlement.correction }),
  ...(settlement.problem !== undefined && { problem: settlement.problem }),
  ...(settlement.paidOutAt !== undefined && { paidOutAt: settlement.paidOutAt }),
  ...(settlement.payoutReference !== undefined && { payoutReference: settlement.payoutReference }),
  ...paidOnOf(settlement),
  ...(settlement.payoutReversedAt !== undefined && {
    payoutReversedAt: settlement.payoutReversedAt,
  }),
  ...(settlement.payoutReversalReason !== undefined && {
    payoutReversalReason: settlement.payoutReversalReason,
  }),
  ...(settlement.reversedPayoutReference !== undefined && {
    reversedPayoutReference: settlement.reversedPayoutReference,
  }),
  ...(settlement.reversedPaidOn !== undefined && { reversedPaidOn: settlement.reversedPaidOn }),
});
