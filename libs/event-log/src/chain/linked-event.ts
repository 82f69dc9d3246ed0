import type { JsonEvent } from '../client/json-event.js';
import { eventIdOf } from '../order/event-id-of.js';
import { linkOf, type HashedContent } from './chain-of.js';

/** An event ready to be appended behind the one whose chain value it was linked to. */
export interface SealedEvent {
  readonly event: JsonEvent;
  /** Hex SHA-256; the next event links to it. */
  readonly chain: string;
}

const utf8 = new TextEncoder();

/**
 * The event with its id and its link to the one before; `metadata` is all of it but `chain`. The texts that were hashed
 * are what is stored.
 */
export const sealEvent = (previous: string, chained: HashedContent): SealedEvent => {
  const { chain, data, metadata } = linkOf(previous, chained);
  return {
    event: {
      id: eventIdOf(chain),
      type: chained.type,
      data: utf8.encode(data),
      metadata: utf8.encode(`${metadata.slice(0, -1)},"chain":"${chain}"}`),
    },
    chain,
  };
};
