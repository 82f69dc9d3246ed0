import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { payoutDay } from '#read-models';
import type { SettledIn, SettlementView } from '#read-models';

/** The settlement that holds a capture or a refund, and its payout once there is one. */
export class SettledInResponse {
  @ApiProperty({ format: 'uuid' })
  settlementId!: string;

  @ApiProperty({
    description: 'Number of the settlement, counted from 1 for each store and currency',
    example: 7,
  })
  number!: number;

  @ApiPropertyOptional({ example: 'BG-20261121-001' })
  payoutReference?: string;

  @ApiPropertyOptional({ format: 'date', description: 'The day of the payout' })
  paidOn?: string;
}

/** The part of a settlement that is shown with each of its captures and refunds. */
export const settledInOf = (settlement: SettlementView): SettledIn => {
  const paidOn = payoutDay(settlement);
  const { settlementId, number, payoutReference } = settlement;
  return {
    settlementId,
    number,
    ...(payoutReference !== undefined && { payoutReference }),
    ...(paidOn !== undefined && { paidOn }),
  };
};

/** For each settled capture or refund of an order, its id and the settlement that contains it. */
export type SettledLines = ReadonlyMap<string, SettledIn>;

/**
 * The member `settlement` of a capture or refund; absent while the capture or refund is in no
 * settlement.
 */
export const settledMember = (
  settled: SettledLines,
  lineId: string,
): { settlement?: SettledIn } => {
  const settlement = settled.get(lineId);
  return settlement === undefined ? {} : { settlement };
};

/** The settlements of an order without duplicates, sorted by number. */
export const distinctSettlements = (settled: SettledLines): SettledIn[] =>
  [...new Map([...settled.values()].map((one) => [one.settlementId, one])).values()].sort(
    (a, b) => a.number - b.number,
  );
