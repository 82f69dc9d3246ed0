import { webhookEvents, type WebhookEvent } from '../messages/notification.js';
import { standardFormat } from './standard-format.js';
import { walleyFormat } from './walley-format.js';
import { WebhookFormats } from '../messages/webhook-format.js';

/**
 * The formats that messages are sent in, each in the words of one contract: the one list to add a
 * format to (adding-a-contract.md, "Webhooks in the contract's words").
 */
export const webhookFormats = new WebhookFormats([walleyFormat, standardFormat]);

const byName: ReadonlyMap<string, WebhookEvent> = new Map(
  webhookEvents.flatMap((event) => [
    [event, event],
    ...webhookFormats.kinds.map((kind) => [webhookFormats.of(kind).nameOf(event), event] as const),
  ]),
);

/** The event with this name in any of the formats. */
export const webhookEventNamed = (name: string): WebhookEvent | undefined => byName.get(name);
