import type { Cause, RecordedOrderEvent } from '#ledger';
import type { EventMetadata } from './event-metadata.js';
import type { RecordedEvent } from './recorded-event.js';

const causeIn = ({ action, fingerprint, idempotencyKey }: EventMetadata): Cause => ({
  action,
  fingerprint,
  ...(idempotencyKey !== undefined && { idempotencyKey }),
});

/** The recorded event as the domain folds it. */
export const toDomainEvent = (event: RecordedEvent): RecordedOrderEvent => ({
  ...event,
  cause: causeIn(event.metadata),
});
