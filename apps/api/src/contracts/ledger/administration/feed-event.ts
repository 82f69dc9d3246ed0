import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type LoggedEvent, orderStreamPrefix } from '#event-log';
import { ndjson } from '../../../contract-kit/streamed-bodies.js';
import type { Plain } from '../../../contract-kit/describe.js';

/** An event, as one line of the feed of events. */
export class FeedEvent {
  @ApiProperty({
    description: 'Place in the log; to continue a feed, send it as `after`',
    example: '40961',
  })
  position!: string;

  @ApiProperty({ format: 'uuid', description: 'Id of the event, the same in every answer' })
  eventId!: string;

  @ApiProperty({ example: 'order-8c1f2c1e-5a52-5c07-9f0e-6d1c1d2f3a4b' })
  stream!: string;

  @ApiProperty({ description: 'Place in the stream, from 0', example: '3' })
  revision!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Present for events of orders' })
  orderId?: string;

  @ApiProperty({ example: 'OrderPartCaptured' })
  type!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiPropertyOptional({
    example: 'ship-1',
    description: 'The idempotency key of the action, if the caller sent one',
  })
  reference?: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As stored in the log' })
  data!: object;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'As stored in the log, without `chain`: clientId, contract, endpoint, correlationId, ' +
      'causationId, action, idempotencyKey, schemaVersion, ...',
  })
  metadata!: object;

  @ApiProperty({
    description:
      'Hex SHA-256 over the `chain` of the previous event and this event as canonical JSON',
  })
  chain!: string;
}

const orderIdIn = (streamId: string): string | undefined =>
  streamId.startsWith(orderStreamPrefix) ? streamId.slice(orderStreamPrefix.length) : undefined;

/**
 * An event in the form in which the feed sends it. Type, data and metadata are sent in full, so
 * that a caller with all events of a stream can recompute the stream's hash chain. Members that are
 * undefined do not appear in the JSON.
 */
export const feedEvent = (event: LoggedEvent): Plain<FeedEvent> => {
  const { data, metadata } = event;
  const { chain, ...chained } = metadata;
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
    metadata: chained,
    chain,
  } as Plain<FeedEvent>;
};

/**
 * A format in which a feed can be sent: its content type, and its texts for events and heartbeats.
 */
export interface FeedFormat {
  readonly contentType: string;
  /** True if a feed in this format stays open at the end of the log by default. */
  readonly followsByDefault: boolean;
  /** Sent as soon as a feed opens, so that the caller sees a response before the first event. */
  readonly opening: string;
  event(event: LoggedEvent): string;
  /**
   * The text of a heartbeat. In server-sent events the heartbeat has the position that the feed has
   * reached.
   */
  heartbeat(position: bigint | undefined): string;
}

const lines: FeedFormat = {
  contentType: ndjson,
  followsByDefault: false,
  opening: '\n',
  event: (event) => `${JSON.stringify(feedEvent(event))}\n`,
  // A blank line, which readers of NDJSON skip.
  heartbeat: () => '\n',
};

export const eventStream = 'text/event-stream';

/**
 * Server-sent events. A heartbeat is a block with nothing but an id. The client fires no event for
 * it, but after a reconnection the client asks for the events after this id (HTML standard, 9.2.6).
 */
const serverSent: FeedFormat = {
  contentType: eventStream,
  followsByDefault: true,
  opening: 'retry: 2000\n\n',
  event: (event) => `id: ${event.position}\ndata: ${JSON.stringify(feedEvent(event))}\n\n`,
  heartbeat: (position) => (position === undefined ? ':\n\n' : `id: ${position}\n\n`),
};

/** Server-sent events if the `Accept` header names their content type, else NDJSON. */
export const feedFormatFor = (accept: string | undefined): FeedFormat =>
  accept?.toLowerCase().includes(eventStream) ? serverSent : lines;
