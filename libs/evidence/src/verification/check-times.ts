import type { RecordedEvent } from '#event-log/offline';
import type { Order } from '#ledger';
import { BrokenRule } from './broken-rule.js';

/** Events are timed by the machines that take the requests, whose clocks differ by as much at most. */
const clockDifferenceMs = 60_000;

/**
 * Checks that an event's own time can be (I5): not before its order was placed, give or take what clocks differ by, and no
 * capture or extension after the order's expiry, nor an expiry before it; those are decided by the time that the event
 * says. `order` is the order before the event.
 */
export const checkTimes = ({ balance }: Order, event: RecordedEvent): void => {
  const at = timeOf(event);
  const { placedAt, expiresAt } = balance;
  if (Date.parse(at) < Date.parse(placedAt) - clockDifferenceMs) {
    throw new BrokenRule(
      'I5',
      `${event.type} at ${at}, before the order was placed at ${placedAt}`,
    );
  }
  const isDue = Date.parse(at) >= Date.parse(expiresAt);
  if (isDue ? needsValidOrder.has(event.type) : event.type === 'OrderExpired') {
    throw new BrokenRule('I5', `${event.type} at ${at}, while the order expires at ${expiresAt}`);
  }
};

const needsValidOrder: ReadonlySet<RecordedEvent['type']> = new Set([
  'OrderCaptured',
  'OrderPartCaptured',
  'OrderItemsReplaced',
  'OrderExtended',
] as const);

const timeOf = ({ type, data }: RecordedEvent): string => {
  switch (type) {
    case 'OrderRegistered':
      return data.placedAt;
    case 'OrderAuthorized':
      return data.authorizedAt;
    case 'OrderAuthorizationFailed':
    case 'CaptureFailed':
      return data.failedAt;
    case 'OrderCaptured':
    case 'OrderPartCaptured':
    case 'OrderItemsReplaced':
      return data.capturedAt;
    case 'CaptureSettled':
      return data.settledAt;
    case 'OrderCancelled':
      return data.cancelledAt;
    case 'OrderRefunded':
      return data.refundedAt;
    case 'ReauthorizationRequested':
      return data.requestedAt;
    case 'ReauthorizationRejected':
      return data.rejectedAt;
    case 'OrderReauthorized':
      return data.reauthorizedAt;
    case 'OrderExtended':
      return data.extendedAt;
    case 'OrderExpired':
      return data.expiredAt;
  }
};
