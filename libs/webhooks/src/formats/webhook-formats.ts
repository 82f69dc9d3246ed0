import { webhookEvents, type WebhookEvent } from '../messages/notification.js';
import { standardFormat } from './standard-format.js';
import { walleyFormat } from './walley-format.js';
import { WebhookFormats } from '../messages/webhook-format.js';

/**
 * All formats of messages. A new format for another API has to be added to this list
 * (adding-a-contract.md, "Webhooks in the contract's words").
 */
export const webhookFormats = new WebhookFormats([walleyFormat, standardFormat]);

const byName: ReadonlyMap<string, WebhookEvent> = new Map(
  webhookEvents.flatMap((event) => [
    [event, event],
    ...webhookFormats.kinds.map((kind) => [webhookFormats.of(kind).nameOf(event), event] as const),
  ]),
);

/** The event that has this name in one of the formats, such as `walley:order:captured`. */
export const webhookEventNamed = (name: string): WebhookEvent | undefined => byName.get(name);
