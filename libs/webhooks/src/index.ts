export { webhookMigrations } from './migrations.js';
export * from './endpoints/endpoint-directory.js';
export {
  EndpointDirectory,
  type NewEndpoint,
  type RotatedSecret,
} from './endpoints/endpoint-directory.js';
export { rewrapEndpointSecrets, EndpointSecretBox } from './endpoints/secret-box.js';
export * from './messages/notification.js';
export {
  UnknownWebhookFormat,
  WebhookFormats,
  type MessageSigning,
  type WebhookFormat,
} from './messages/webhook-format.js';
export { webhookEventNamed, webhookFormats } from './messages/webhook-formats.js';
export {
  Outbox,
  OutboxMoved,
  listensTo,
  type Listener,
  type OutboxPage,
  endOutboxAt,
} from './outbox/outbox.js';
export * from './deliveries/delivery.js';
export { Deliverer, type DelivererOptions } from './deliveries/deliverer.js';
export {
  DeliveryLog,
  type DeliveryListing,
  type ReplayOutcome,
  pruneDeliveries,
  deliveryBacklog,
  type DeliveryBacklog,
} from './deliveries/delivery-log.js';
export { DeliveryQueue } from './deliveries/delivery-queue.js';
export { targetRefused, type TargetRules } from './sending/webhook-target.js';
export { WebhookSender } from './sending/webhook-sender.js';
