import { clientStoresMax, isIdentifier } from '#access';
import { endpointKinds, webhookEventNamed, webhookEvents } from '#webhooks';
import type { EndpointKind } from '#webhooks';
import { OneOf, Text } from '../fields/text.js';
import { Texts } from '../fields/texts.js';

const urlCharactersMax = 2_048;

/** The body of `POST /v1/webhooks`. */
export class WebhookRequest {
  @OneOf(endpointKinds, {
    description: "Whose form the messages have: Walley's, or Standard Webhooks",
    example: 'standard',
  })
  readonly kind!: EndpointKind;

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
