import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Finding } from '#evidence';
import type { ShownOrderVerification } from '../../../queries/verify-shown-order.js';
import type { Plain } from '../../../contract-kit/describe.js';

const kinds = [
  'unreadable',
  'hidden',
  'revision',
  'chain',
  'event-id',
  'invariant',
  'read-model',
] as const;

/** A difference that a verification found, and its place. */
export class FindingResponse {
  @ApiProperty({ enum: kinds })
  kind!: string;

  @ApiProperty()
  detail!: string;

  @ApiPropertyOptional({ description: "Place in the order's history", example: '3' })
  revision?: string;

  @ApiPropertyOptional({ description: 'Place in the log', example: '40961' })
  position?: string;
}

/** The revision of the order that the read model has reached. */
export class ShownOrder {
  @ApiProperty({ example: '3' })
  revision!: string;

  @ApiProperty({ example: '40961' })
  position!: string;
}

/** The body of the answer to `GET /v1/audit/orders/{id}/verification`. */
export class VerificationResponse {
  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ description: 'Whether there is no finding' })
  ok!: boolean;

  @ApiProperty({ description: "Number of events in the order's history", example: 4 })
  events!: number;

  @ApiProperty({ description: 'Place of the last event in the history', example: '3' })
  revision!: string;

  @ApiProperty({ description: 'Place of the last event in the log', example: '40961' })
  position!: string;

  @ApiProperty({ description: 'Chain value of the last event' })
  chain!: string;

  @ApiPropertyOptional({ description: 'Absent while the read model does not have the order yet' })
  readModel?: ShownOrder;

  @ApiProperty({ description: 'All findings' })
  findingsCount!: number;

  @ApiProperty({ type: [FindingResponse], description: 'The first hundred findings' })
  findings!: FindingResponse[];
}

const findingResponse = ({
  kind,
  detail,
  revision,
  position,
}: Finding): Plain<FindingResponse> => ({
  kind,
  detail,
  ...(revision !== undefined && { revision: String(revision) }),
  ...(position !== undefined && { position: String(position) }),
});

export const verificationResponse = (
  orderId: string,
  { events, position, chain, view, findings }: ShownOrderVerification,
): Plain<VerificationResponse> => ({
  orderId,
  ok: findings.count === 0,
  events,
  revision: String(events - 1),
  position: String(position),
  chain,
  ...(view && { readModel: { revision: String(view.revision), position: String(view.position) } }),
  findingsCount: findings.count,
  findings: findings.first.map(findingResponse),
});
