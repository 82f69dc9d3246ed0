import { chainOf, chainStart } from '../chain/chain.js';
import type { StoredEvent } from '../client/stored-event.js';
import type { EventMetadata } from '../events/event-metadata.js';

const orderId = 'b7c1f0de-4a52-5c07-9f0e-6d1c1d2f3a4b';

export const someMetadata: EventMetadata = {
  schemaVersion: 1,
  action: 'expire',
  fingerprint: 'f'.repeat(64),
  clientId: 'shop-a',
  storeId: 'demo-se',
  contract: 'ledger',
  endpoint: 'POST /v1/orders',
  correlationId: '0d6c0f3e-32a4-4a6e-9d5b-0d3a4f6c1b11',
  causationId: '0d6c0f3e-32a4-4a6e-9d5b-0d3a4f6c1b12',
  recordedAt: '2026-03-01T12:00:00.000Z',
  chain: '0'.repeat(64),
};

/** An event as the client returns it: an expiry, which has the fewest members. */
export const storedEvent = (given: Partial<StoredEvent> = {}): StoredEvent => ({
  streamId: `order-${orderId}`,
  id: '0d6c0f3e-32a4-4a6e-9d5b-0d3a4f6c1b13',
  revision: 0n,
  type: 'OrderExpired',
  data: { orderId, expiredAt: '2026-03-01T12:00:00.000Z' },
  metadata: someMetadata,
  position: { commit: 100n },
  ...given,
});

/** A stream of `length` different events with valid chain values (hashes). */
export const chainedHistory = (length: number): StoredEvent[] => {
  let chain = chainStart;
  return Array.from({ length }, (_, index) => {
    const event = storedEvent({
      revision: BigInt(index),
      data: { orderId, expiredAt: '2026-03-01T12:00:00.000Z', index },
    });
    chain = chainOf(chain, { ...event, metadata: { ...someMetadata } });
    return { ...event, metadata: { ...someMetadata, chain } };
  });
};
