import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { deliveryStatuses } from '#webhooks';
import type { Delivery, DeliveryStatus } from '#webhooks';
import type { Plain } from '../../../contract-kit/plain.js';

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
