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
    description: 'Format of the messages: Walley, or Standard Webhooks',
    example: 'standard',
  })
  readonly kind!: string;

  @Text({
    most: urlCharactersMax,
    description: 'An https URL at a public address, without user or password',
    example: 'https://shop.example.com/ledger-events',
  })
  readonly url!: string;

  @Texts({
    least: 1,
    most: clientStoresMax,
    accepts: isIdentifier,
    eachMustBe: 'the id of a store',
    description: 'The webhook receives events of these stores; they must exist',
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
    description: 'Names of the events as in the messages',
    example: ['order.captured'],
  })
  eventTypes!: readonly string[];

  @ApiPropertyOptional()
  description?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'During a rotation: the time until which the last former secret signs as well',
  })
  formerSecretUntil?: string;
}

/**
 * The answer when a webhook is created or gets a new secret. No other answer contains the secret.
 */
export class WebhookSecretResponse extends WebhookResponse {
  @ApiProperty({ description: 'Shown only in this answer and in the answers to its repeats' })
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
    description: `Hours in which the current secret still signs as well, ${hoursDefault} if left out; 0 ends all earlier secrets`,
  })
  readonly keepFormerHours?: string;
}

export const keepFormerHoursOf = ({ keepFormerHours }: SecretQuery): number =>
  keepFormerHours === undefined ? hoursDefault : Number(keepFormerHours);
