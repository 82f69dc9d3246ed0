import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { orderStreamPrefix } from '#event-log';
import type { LoggedEvent } from '#event-log';
import type { Plain } from '../../../http/plain.js';

/** What of an event's metadata its consumers need; the whole of it stands in the log. */
class FeedMetadata {
  @ApiProperty({ example: 'demo', description: 'Who caused it' })
  clientId?: string;

  @ApiProperty({ enum: ['walley', 'ledger', 'system'] })
  contract?: string;

  @ApiProperty({ description: 'The X-Request-Id of the request' })
  correlationId?: string;

  @ApiProperty({ description: 'Names the action that decided it' })
  causationId?: string;

  @ApiProperty({ example: 'capture' })
  action?: string;

  @ApiPropertyOptional({ description: 'As the caller gave it' })
  idempotencyKey?: string;

  @ApiProperty({ description: 'Version of the schema of `data`' })
  schemaVersion?: number;

  @ApiPropertyOptional({ description: 'W3C trace context' })
  traceparent?: string;
}

/** A line of the feed. */
export class FeedEvent {
  @ApiProperty({ description: 'Place in the log; a feed goes on `after` it', example: '40961' })
  position!: string;

  @ApiProperty({ format: 'uuid', description: 'The same wherever the event appears' })
  eventId!: string;

  @ApiProperty({ example: 'order-8c1f2c1e-5a52-5c07-9f0e-6d1c1d2f3a4b' })
  stream!: string;

  @ApiProperty({ description: 'Place in the stream, from 0', example: '3' })
  revision!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of events of orders' })
  orderId?: string;

  @ApiProperty({ example: 'OrderPartCaptured' })
  type!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiPropertyOptional({ example: 'ship-1', description: 'Of the action, if it was given one' })
  reference?: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As it is in the log' })
  data!: object;

  @ApiProperty()
  metadata!: FeedMetadata;

  @ApiProperty({
    description: "Hex SHA-256 over the event before's chain and this event as canonical JSON",
  })
  chain!: string;
}

const orderIdIn = (streamId: string): string | undefined =>
  streamId.startsWith(orderStreamPrefix) ? streamId.slice(orderStreamPrefix.length) : undefined;

/** Members without a value are left out by JSON. */
export const feedEvent = (event: LoggedEvent): Plain<FeedEvent> => {
  const { data, metadata } = event;
  return {
    position: String(event.position),
    eventId: event.eventId,
    stream: event.streamId,
    revision: String(event.revision),
    orderId: orderIdIn(event.streamId),
    type: event.type,
    recordedAt: metadata['recordedAt'],
    store: metadata.storeId,
    reference: data['reference'],
    data,
    metadata: {
      clientId: metadata['clientId'],
      contract: metadata['contract'],
      correlationId: metadata['correlationId'],
      causationId: metadata['causationId'],
      action: metadata['action'],
      idempotencyKey: metadata['idempotencyKey'],
      schemaVersion: metadata['schemaVersion'],
      traceparent: metadata['traceparent'],
    },
    chain: metadata['chain'],
  } as Plain<FeedEvent>;
};
