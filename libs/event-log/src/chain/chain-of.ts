import { createHash } from 'node:crypto';
import { canonicalJson } from '#ledger';

/** What of an event the chain covers: everything stored except the chain value itself. */
export interface Chained {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The chain value before an order's first event. */
export const chainStart = '';

/**
 * The event's hash link (domain.md, "Evidence for auditors"): hex SHA-256 over the previous event's chain value as hex
 * text and the canonical JSON of type, data and metadata without `chain`.
 */
export const chainOf = (previous: string, { type, data, metadata }: Chained): string => {
  // Canonical JSON leaves out what is undefined.
  const covered = { ...metadata, chain: undefined };
  return createHash('sha256')
    .update(previous)
    .update(canonicalJson({ type, data, metadata: covered }))
    .digest('hex');
};
