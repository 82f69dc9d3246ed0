import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { clientStoresMax, isIdentifier } from '#access';
import { type Endpoint, webhookEventNamed, webhookEvents, webhookFormats } from '#webhooks';
import type { Plain } from '../../../contract-kit/describe.js';
import { QueryNumber } from '../fields/numbers.js';
import { OneOf, Text, Texts } from '../../../contract-kit/body/fields.js';

const urlCharactersMax = 2_048;

/** The body of `POST /v1/webhooks`. */
export class WebhookRequest {
  @OneOf(webhookFormats.kinds, {
    description: "Whose form the messages have: Walley's, or Standard Webhooks",
    example: 'standard',
  })
  readonly kind!: string;

  @Text({
    most: urlCharactersMax,
    description: 'https, at a public address, without user or password',
    example: 'https://shop.example.com/ledger-events',
  })
  readonly url!: string;

  @Texts({
    least: 1,
    most: clientStoresMax,
    accepts: isIdentifier,
    eachMustBe: 'the id of a store',
    description: 'It is told of these stores; they must exist',
    example: ['demo-se'],
  })
  readonly stores!: readonly string[];

  @Texts({
    optional: true,
    least: 1,
    most: webhookEvents.length,
    accepts: (name) => webhookEventNamed(name) !== undefined,
    eachMustBe: `one of ${webhookEvents.join(', ')}, or its Walley name`,
    description: `All if left out: ${webhookEvents.join(', ')}; or their Walley names, such as walley:order:captured`,
    example: ['order.captured', 'order.refunded'],
  })
  readonly eventTypes?: readonly string[];

  @Text({ optional: true, description: 'For people', example: 'Warehouse' })
  readonly description?: string;
}

export class WebhookResponse {
  @ApiProperty({ format: 'uuid' })
  webhookId!: string;

  @ApiProperty({ enum: webhookFormats.kinds })
  kind!: string;

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
    description: 'During a rotation: until when the last former secret signs as well',
  })
  formerSecretUntil?: string;
}

/**
 * The answer when a webhook is created or gets a new secret. No other answer contains the secret.
 */
export class WebhookSecretResponse extends WebhookResponse {
  @ApiProperty({ description: 'Shown in this answer and its repeats only' })
  secret!: string;
}

export const webhookResponse = (endpoint: Endpoint): Plain<WebhookResponse> => {
  const { endpointId, events, kind, ...same } = endpoint;
  return {
    webhookId: endpointId,
    kind,
    ...same,
    eventTypes: events.map((event) => webhookFormats.of(kind).nameOf(event)),
  };
};

const hoursDefault = 24;

/** The parameter of `POST /v1/webhooks/{id}/secret`. */
export class SecretQuery {
  @QueryNumber({
    least: 0,
    most: 168,
    description: `Hours in which the secret so far signs as well, ${hoursDefault} if left out; 0 ends all earlier secrets`,
  })
  readonly keepFormerHours?: string;
}

export const keepFormerHoursOf = ({ keepFormerHours }: SecretQuery): number =>
  keepFormerHours === undefined ? hoursDefault : Number(keepFormerHours);
