import { hash } from 'node:crypto';
import { canonicalJson } from '#ledger';
import type { JsonEvent } from '../client/stored-event.js';

/** An event ready to be appended, as bytes. It links to the event before it. */
export interface SealedEvent {
  readonly event: JsonEvent;
  /** Hex SHA-256 over this event and the chain value before it; the next event links to it. */
  readonly chain: string;
}

const utf8 = new TextEncoder();

/**
 * Gives an event its id and its chain value, and writes it as bytes: exactly the texts that were
 * hashed. `previous` is the chain value of the event before. `metadata` has no `chain` yet.
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

/**
 * The id of an event: the first bits of its chain value as a UUID of version 8 (RFC 9562, 5.8). The
 * chain value covers the whole event and all events before it in the stream, so equal ids mean
 * equal content. If the event store already has the ids of an append, it treats the append as a
 * repetition and acknowledges it without writing. Because of these ids, the stored events are then
 * byte for byte the ones that this process decided (docs/decisions/0006).
 *
 * `chain` is the hex SHA-256 that `linkOf` gives.
 */
export const eventIdOf = (chain: string): string => {
  const part = (from: number, to: number): string => chain.slice(from, to);
  // The UUID's variant takes two bits of this digit; its other two bits are from the chain value.
  const variant = variants[parseInt(part(16, 17), 16) % variants.length] ?? '8';
  return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-${variant}${part(17, 20)}-${part(20, 32)}`;
};

const variants = ['8', '9', 'a', 'b'];

/**
 * The part of an event that the chain covers: all that is stored, except for the chain value
 * itself.
 */
export interface HashedContent {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The chain value before an order's first event. */
export const chainStart = '';

export interface Link {
  /** Hex SHA-256. */
  readonly chain: string;
  /** The data as canonical JSON, the text that was hashed. */
  readonly data: string;
  /** The metadata without `chain` as canonical JSON, the text that was hashed. */
  readonly metadata: string;
}

/**
 * The chain value of an event (domain.md, "Evidence for auditors"): hex SHA-256 over the previous
 * chain value as hex text, followed by the canonical JSON of type, data and metadata without
 * `chain`.
 */
export const chainOf = (previous: string, { type, data, metadata }: HashedContent): string =>
  // Canonical JSON leaves out members that are `undefined`, here the chain value.
  linkOf(previous, { type, data, metadata: { ...metadata, chain: undefined } }).chain;

/**
 * The chain value of an event whose metadata has none yet, together with the texts that were
 * hashed.
 */
export const linkOf = (previous: string, { type, data, metadata }: HashedContent): Link => {
  const dataText = canonicalJson(data);
  const metadataText = canonicalJson(metadata);
  const text = `${previous}{"data":${dataText},"metadata":${metadataText},"type":${canonicalJson(type)}}`;
  return { chain: hash('sha256', text), data: dataText, metadata: metadataText };
};
