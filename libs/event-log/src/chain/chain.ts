import { hash } from 'node:crypto';
import { canonicalJson } from '#ledger';
import type { JsonEvent } from '../client/stored-event.js';

/**
 * An event as bytes, ready to be appended, with its chain value, a hash that also covers the chain
 * value of the event before it.
 */
export interface SealedEvent {
  readonly event: JsonEvent;
  /**
   * Hex SHA-256 over this event and the chain value of the event before it. The next event is
   * linked to this value.
   */
  readonly chain: string;
}

const utf8 = new TextEncoder();

/**
 * Computes the chain value (a hash) and the id of an event. Returns the event as bytes, made from
 * the same texts that were hashed. `previous` is the chain value of the event before this one. The
 * metadata must not have a `chain` yet.
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
 * The id of an event: a UUID of version 8 (RFC 9562, 5.8), made of the first bits of `chain`, the
 * event's chain value in hex. The chain value covers this event and all events before it in the
 * stream, so events with the same id have the same content.
 * The event store uses the id to recognise an append that is sent twice: it acknowledges the second
 * append without writing. Because equal ids mean equal content, an acknowledged append is in the
 * log with exactly the bytes that were sent (docs/decisions/0006).
 */
export const eventIdOf = (chain: string): string => {
  const part = (from: number, to: number): string => chain.slice(from, to);
  // RFC 9562 fixes the first two bits of this digit (the variant). The other two bits come from the
  // chain value (the hash).
  const variant = variants[parseInt(part(16, 17), 16) % variants.length] ?? '8';
  return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-${variant}${part(17, 20)}-${part(20, 32)}`;
};

const variants = ['8', '9', 'a', 'b'];

/**
 * The part of an event that its chain value, a hash, covers: all that is stored, except for the
 * chain value itself.
 */
export interface HashedContent {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A stream's first event has no event before it, so its hash begins with this empty text. */
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
 * The chain value of an event (domain.md, "Evidence for auditors"): hex SHA-256 over the chain
 * value of the event before, as hex text, followed by the canonical JSON of type, data and metadata
 * without `chain`.
 */
export const chainOf = (previous: string, { type, data, metadata }: HashedContent): string =>
  // Canonical JSON leaves out members that are `undefined`, in this case `chain`.
  linkOf(previous, { type, data, metadata: { ...metadata, chain: undefined } }).chain;

/**
 * The chain value (a hash) of an event whose metadata have no `chain` yet, and the texts that were
 * hashed.
 */
export const linkOf = (previous: string, { type, data, metadata }: HashedContent): Link => {
  const dataText = canonicalJson(data);
  const metadataText = canonicalJson(metadata);
  const text = `${previous}{"data":${dataText},"metadata":${metadataText},"type":${canonicalJson(type)}}`;
  return { chain: hash('sha256', text), data: dataText, metadata: metadataText };
};
