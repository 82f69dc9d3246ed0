import { createHash } from 'node:crypto';
import imported from 'canonicalize';
import type { LoggedEvent } from './logged-event.js';

// The package is CommonJS, but its types declare an ES module.
const canonicalize = imported as unknown as (value: unknown) => string;

/**
 * The link that an event must carry after the link `previous` ('' for the first), by the rule in
 * docs/concepts.md.
 */
export const nextLink = (previous: string, { type, data, metadata }: LoggedEvent): string => {
  const covered = Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== 'chain'));
  const text = previous + canonicalize({ type, data, metadata: covered });
  return createHash('sha256').update(text).digest('hex');
};
