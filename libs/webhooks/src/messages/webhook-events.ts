/** What can be told, and the events of the log that mean it. */
const logTypes = {
  'order.created': ['OrderRegistered'],
  'order.authorized': ['OrderAuthorized'],
  'order.captured': ['OrderCaptured', 'OrderPartCaptured', 'OrderItemsReplaced'],
  'order.cancelled': ['OrderCancelled'],
  'order.refunded': ['OrderRefunded'],
  'order.reauthorized': ['OrderReauthorized'],
  'order.extended': ['OrderExtended'],
  'settlement.created': ['SettlementStated'],
} as const;

export type WebhookEvent = keyof typeof logTypes;

export const webhookEvents = Object.keys(logTypes) as readonly WebhookEvent[];

const byLogType: ReadonlyMap<string, WebhookEvent> = new Map(
  webhookEvents.flatMap((event) => logTypes[event].map((type) => [type, event] as const)),
);

/** What an event of the log is told as; most types are not told. */
export const webhookEventOf = (logType: string): WebhookEvent | undefined => byLogType.get(logType);

/** Walley's name of it: `walley:order:captured`. */
export const walleyNameOf = (event: WebhookEvent): string => `walley:${event.replace('.', ':')}`;

const byName: ReadonlyMap<string, WebhookEvent> = new Map(
  webhookEvents.flatMap((event) => [
    [event, event],
    [walleyNameOf(event), event],
  ]),
);

/** The event of a name in either form. */
export const webhookEventNamed = (name: string): WebhookEvent | undefined => byName.get(name);
