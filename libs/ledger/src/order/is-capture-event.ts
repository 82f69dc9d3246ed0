import type { CaptureEvent, OrderEvent } from './order-events.js';

export const isCaptureEvent = (event: OrderEvent): event is CaptureEvent =>
  event.type === 'OrderCaptured' ||
  event.type === 'OrderPartCaptured' ||
  event.type === 'OrderItemsReplaced';
