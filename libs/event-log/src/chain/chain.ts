import { hash } from 'node:crypto';
import { canonicalJson } from '#ledger';
import type { JsonEvent } from '../client/stored-event.js';

/** An event ready to be appended after the one that its chain value links to. */
export interface SealedEvent {
  readonly event: JsonEvent;
  /** Hex SHA-256; the next event links to it. */
  readonly chain: string;
}

const utf8 = new TextEncoder();

/**
 * The event with its id and its link to the event before. `metadata` is without `chain`. The event
 * is stored as exactly the texts that were hashed.
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
 * The id of an event: the first bits of its chain value as a UUID of version 8 (RFC 9562, 5.8). It
 * identifies the event's whole content, because the chain value covers that content and everything
 * before it. The store takes an append with ids that it already holds for a repetition and
 * acknowledges it without writing. With these ids, such an append equals the stored one to the last
 * byte. So an acknowledged append always leaves the log as this process decided it
 * (docs/decisions/0006).
 *
 * `chain` is the hex SHA-256 that `linkOf` gives.
 */
export const eventIdOf = (chain: string): string => {
  const part = (from: number, to: number): string => chain.slice(from, to);
  // The variant is two bits; the other two bits of its digit are from the chain value.
  const variant = variants[parseInt(part(16, 17), 16) % variants.length] ?? '8';
  return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-${variant}${part(17, 20)}-${part(20, 32)}`;
};

const variants = ['8', '9', 'a', 'b'];

/** The content of an event that the chain covers: everything stored but the chain value itself. */
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
  /** Canonical JSON of the data, as it was hashed. */
  readonly data: string;
  /** Canonical JSON of the metadata without `chain`, as it was hashed. */
  readonly metadata: string;
}

/**
 * The event's hash link (domain.md, "Evidence for auditors"): hex SHA-256 over the previous event's
 * chain value as hex text and the canonical JSON of type, data and metadata without `chain`.
 */
export const chainOf = (previous: string, { type, data, metadata }: HashedContent): string =>
  // Canonical JSON leaves out undefined members.
  linkOf(previous, { type, data, metadata: { ...metadata, chain: undefined } }).chain;

/** The link of an event whose metadata has no chain value yet, with the texts that were hashed. */
export const linkOf = (previous: string, { type, data, metadata }: HashedContent): Link => {
  const dataText = canonicalJson(data);
  const metadataText = canonicalJson(metadata);
  const text = `${previous}{"data":${dataText},"metadata":${metadataText},"type":${canonicalJson(type)}}`;
  return { chain: hash('sha256', text), data: dataText, metadata: metadataText };
};
