import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Delivery, type DeliveryStatus, deliveryStatuses } from '#webhooks';
import type { Plain } from '../../../contract-kit/describe.js';
import { OneOf } from '../../../contract-kit/body/fields.js';
import { invalidCursor, PageQuery } from '../requests/pages.js';

/** The parameters of `GET /v1/webhooks/{id}/deliveries`. */
export class DeliveriesQuery extends PageQuery {
  @OneOf(deliveryStatuses, {
    optional: true,
    description: 'Only deliveries with this status; all if left out',
  })
  readonly status?: DeliveryStatus;
}

export class DeliveryResponse {
  @ApiProperty({ format: 'uuid' })
  deliveryId!: string;

  @ApiProperty({ format: 'uuid', description: 'The event of the feed that the message is about' })
  eventId!: string;

  @ApiProperty({ example: 'order.captured' })
  eventType!: string;

  @ApiProperty({
    description: 'Stream of the event; messages of one stream are delivered in order',
  })
  stream!: string;

  @ApiProperty({ example: '40961' })
  position!: string;

  @ApiProperty({
    enum: deliveryStatuses,
    description: '`dead`: all attempts failed; the delivery can be replayed',
  })
  status!: DeliveryStatus;

  @ApiProperty({ description: 'Attempts since the delivery was created or replayed' })
  attempts!: number;

  @ApiPropertyOptional({
    format: 'date-time',
    description:
      'Time of the next attempt of a pending delivery; absent while earlier deliveries of its stream are pending',
  })
  nextAttemptAt?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  lastAttemptAt?: string;

  @ApiPropertyOptional({ description: 'HTTP status of the last answer', example: 500 })
  lastStatus?: number;

  @ApiPropertyOptional({ description: 'Why there was no answer' })
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
