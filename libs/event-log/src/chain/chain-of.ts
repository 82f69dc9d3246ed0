import { hash } from 'node:crypto';
import { canonicalJson } from '#ledger';

/** What of an event the chain covers: everything stored except the chain value itself. */
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
 * The event's hash link (domain.md, "Evidence for auditors"): hex SHA-256 over the previous event's chain value as hex
 * text and the canonical JSON of type, data and metadata without `chain`.
 */
export const chainOf = (previous: string, { type, data, metadata }: HashedContent): string =>
  // Canonical JSON leaves out what is undefined.
  linkOf(previous, { type, data, metadata: { ...metadata, chain: undefined } }).chain;

/** The link of an event whose metadata has no chain value yet, with what it is made of. */
export const linkOf = (previous: string, { type, data, metadata }: HashedContent): Link => {
  const dataText = canonicalJson(data);
  const metadataText = canonicalJson(metadata);
  const text = `${previous}{"data":${dataText},"metadata":${metadataText},"type":${canonicalJson(type)}}`;
  return { chain: hash('sha256', text), data: dataText, metadata: metadataText };
};
