import { Webhook } from 'standardwebhooks';
import type { SignedRequest } from '../deliveries/deliverer.js';
import type {
  EndpointCreated,
  EndpointDirectory,
  NewEndpoint,
} from '../endpoints/endpoint-directory.js';
import { type Notification, webhookEvents } from '../messages/notification.js';
import type { Outbox } from '../outbox/outbox.js';

/** Makes an endpoint for all events of the store `demo-se`; `some` overrides fields. */
export const makeEndpoint = async (
  endpoints: EndpointDirectory,
  some: Partial<NewEndpoint> = {},
): Promise<Extract<EndpointCreated, { kind: 'created' }>> => {
  const created = await endpoints.create({
    kind: 'standard',
    url: 'https://example.com/hook',
    stores: ['demo-se'],
    events: webhookEvents,
    createdBy: 'demo',
    beginsAfter: 0n,
    ...some,
  });
  if (created.kind !== 'created') throw new Error(created.kind);
  return created;
};

/**
 * Writes messages about the events to the outbox, as if the events were read from the log together.
 */
export const writeMessages = async (
  outbox: Outbox,
  events: readonly Notification[],
): Promise<number> => {
  const after = (await outbox.begin())!;
  const position = events.reduce(
    (last, { logged }) => (logged.position > last ? logged.position : last),
    after,
  );
  return outbox.write({ after, position, events, listeners: await outbox.listeners() });
};

/** The signatures of a message in the format `standard`, in the order of its header. */
export const signatures = ({ headers }: SignedRequest): string[] =>
  headers['webhook-signature']!.split(' ');

/** The signature that the message must have under this secret. */
export const signedBy = (secret: string, { headers, body }: SignedRequest): string =>
  new Webhook(secret).sign(
    headers['webhook-id']!,
    new Date(Number(headers['webhook-timestamp']) * 1_000),
    body,
  );
