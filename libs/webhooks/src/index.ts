export { webhookMigrations } from './migrations.js';
export * from './endpoints/endpoint.js';
export {
  EndpointDirectory,
  type NewEndpoint,
  type Rotated,
} from './endpoints/endpoint-directory.js';
export { rewrapEndpointSecrets } from './endpoints/rewrap-endpoint-secrets.js';
export { SecretBox } from './endpoints/secret-box.js';
export * from './messages/webhook-events.js';
export type { LogEvent, OrderFacts, Notification } from './messages/told-event.js';
export { Outbox, OutboxMoved, listensTo, type Listener, type OutboxPage } from './outbox/outbox.js';
export * from './deliveries/delivery.js';
export { Deliverer, type DelivererOptions } from './deliveries/deliverer.js';
export { DeliveryLog, type DeliveryListing, type Replayed } from './deliveries/delivery-log.js';
export { DeliveryQueue } from './deliveries/delivery-queue.js';
export { pruneDeliveries } from './deliveries/prune-deliveries.js';
export { targetRefused, type TargetRules } from './sending/webhook-target.js';
export { WebhookSender } from './sending/webhook-sender.js';
export { deliveryBacklog } from './deliveries/delivery-backlog.js';
export type { DeliveryBacklog } from './deliveries/delivery-backlog.js';
export { isDelivered } from './deliveries/delivery.js';
export type { Attempted } from './deliveries/delivery.js';
export { endOutboxAt } from './outbox/end-outbox-at.js';
