import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Delivery, type DeliveryStatus, deliveryStatuses } from '#webhooks';
import type { Plain } from '../../../contract-kit/describe.js';
import { OneOf } from '../../../contract-kit/body/fields.js';
import { invalidCursor, PageQuery } from '../requests/pages.js';

/** The parameters of `GET /v1/webhooks/{id}/deliveries`. */
export class DeliveriesQuery extends PageQuery {
  @OneOf(deliveryStatuses, { optional: true, description: 'All if left out' })
  readonly status?: DeliveryStatus;
}

export class DeliveryResponse {
  @ApiProperty({ format: 'uuid' })
  deliveryId!: string;

  @ApiProperty({ format: 'uuid', description: 'The event of the feed that it tells' })
  eventId!: string;

  @ApiProperty({ example: 'order.captured' })
  eventType!: string;

  @ApiProperty({ description: 'What is delivered in order' })
  stream!: string;

  @ApiProperty({ example: '40961' })
  position!: string;

  @ApiProperty({
    enum: deliveryStatuses,
    description: 'dead: all attempts failed; it can be replayed',
  })
  status!: DeliveryStatus;

  @ApiProperty({ description: 'Since it was made or replayed' })
  attempts!: number;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Of a pending one, once those before it in its stream are over',
  })
  nextAttemptAt?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  lastAttemptAt?: string;

  @ApiPropertyOptional({ description: 'HTTP status of the last answer', example: 500 })
  lastStatus?: number;

  @ApiPropertyOptional({ description: 'Why there was none' })
  lastError?: string;
}

export const deliveryResponse = ({
  event,
  position,
  ...same
}: Delivery): Plain<DeliveryResponse> => ({
  ...same,
  eventType: event,
  position: String(position),
});

/**
 * Reads the log position from a cursor. The next page lists the deliveries before this position.
 *
 * @throws HttpError 400 if the cursor comes from another list
 */
export const positionBefore = (cursor: string | undefined): bigint | undefined => {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^before \d{1,18}$/.test(text)) throw invalidCursor();
  return BigInt(text.slice('before '.length));
};

/**
 * The cursor of the next page, or null if this page is the last. `read` has one delivery more than
 * `limit` if there is a next page.
 */
export const cursorAfter = (read: readonly Delivery[], limit: number): string | null => {
  const last = read[limit - 1];
  if (read.length <= limit || last === undefined) return null;
  return Buffer.from(`before ${last.position}`, 'latin1').toString('base64url');
};
