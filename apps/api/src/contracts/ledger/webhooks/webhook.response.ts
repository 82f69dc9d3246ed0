import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { endpointKinds, walleyNameOf } from '#webhooks';
import type { Endpoint, EndpointKind } from '#webhooks';
import type { Plain } from '../../../contract-kit/plain.js';

export class WebhookResponse {
  @ApiProperty({ format: 'uuid' })
  webhookId!: string;

  @ApiProperty({ enum: endpointKinds })
  kind!: EndpointKind;

  @ApiProperty({ example: 'https://shop.example.com/ledger-events' })
  url!: string;

  @ApiProperty({ type: [String], example: ['demo-se'] })
  stores!: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'As they are named in the messages',
    example: ['order.captured'],
  })
  eventTypes!: readonly string[];

  @ApiPropertyOptional()
  description?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'During a rotation: until when the secret before signs as well',
  })
  formerSecretUntil?: string;
}

/** The only answers that hold a secret. */
export class WebhookSecretResponse extends WebhookResponse {
  @ApiProperty({ description: 'Shown this once' })
  secret!: string;
}

export const webhookResponse = (endpoint: Endpoint): Plain<WebhookResponse> => {
  const { endpointId, events, kind, ...same } = endpoint;
  return {
    webhookId: endpointId,
    kind,
    ...same,
    eventTypes: kind === 'walley' ? events.map(walleyNameOf) : events,
  };
};
