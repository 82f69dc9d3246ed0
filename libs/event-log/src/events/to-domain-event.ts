import type { Cause, RecordedOrderEvent } from '#ledger';
import type { EventMetadata } from './event-metadata.js';
import type { RecordedEvent } from './recorded-event.js';

const causeIn = (metadata: EventMetadata): Cause => {
  const { action, fingerprint, idempotencyKey, correlationId } = metadata;
  return {
    action,
    fingerprint,
    correlationId,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
};

/** The recorded event as the domain folds it. */
export const toDomainEvent = (event: RecordedEvent): RecordedOrderEvent => ({
  ...event,
  cause: causeIn(event.metadata),
});
