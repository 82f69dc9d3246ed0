import { webhookEvents, type WebhookEvent } from './notification.js';
import { standardFormat } from './standard-message.js';
import { walleyFormat } from './walley-message.js';
import { WebhookFormats } from './webhook-format.js';

/** The formats that messages are sent in: the one list to add a format to. */
export const webhookFormats = new WebhookFormats([walleyFormat, standardFormat]);

const byName: ReadonlyMap<string, WebhookEvent> = new Map(
  webhookEvents.flatMap((event) => [
    [event, event],
    ...webhookFormats.kinds.map((kind) => [webhookFormats.of(kind).nameOf(event), event] as const),
  ]),
);

/** The event with this name in any of the formats. */
export const webhookEventNamed = (name: string): WebhookEvent | undefined => byName.get(name);
