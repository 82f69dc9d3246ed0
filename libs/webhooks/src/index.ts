export * from './endpoints/endpoint-directory.js';
export { rewrapEndpointSecrets, EndpointSecretBox } from './endpoints/secret-box.js';
export * from './messages/notification.js';
export { webhookEventNamed, webhookFormats } from './formats/webhook-formats.js';
export { Outbox, listensTo, type Listener, endOutboxAt } from './outbox/outbox.js';
export * from './deliveries/delivery.js';
export { Deliverer } from './deliveries/deliverer.js';
export { DeliveryLog, pruneDeliveries, deliveryBacklog } from './deliveries/delivery-log.js';
export { DeliveryQueue } from './deliveries/delivery-queue.js';
export { endpointRefused, type TargetRules } from './sending/webhook-target.js';
export { WebhookSender } from './sending/webhook-sender.js';

/** The migrations that make this package's tables, for `migrate` of libs/runtime. */
export const webhookMigrations = {
  name: 'webhooks',
  directory: new URL('./migrations/', import.meta.url),
} as const;
