import { isObject } from '#ledger';
import { chainOf, chainStart } from '../chain/chain.js';

/** An event as stored, not upcast: the chain was computed over what was written. */
export interface StoredLink {
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
}

export type ChainVerdict =
  | { readonly ok: true; readonly events: number; readonly chain: string }
  | {
      readonly ok: false;
      /** Revision of the first event that does not follow from the ones before it. */
      readonly revision: number;
      readonly expected: string;
      readonly found: string | undefined;
    };

/**
 * Recomputes an order's chain from its first event on and reports the first event at which it
 * breaks, because an event was changed, dropped, inserted or moved. Events missing at the end do
 * not break a chain; the ledger's seals cover those.
 */
export const verifyChain = async (
  events: Iterable<StoredLink> | AsyncIterable<StoredLink>,
): Promise<ChainVerdict> => {
  let chain = chainStart;
  let revision = 0;
  for await (const { type, data, metadata } of events) {
    const fields = isObject(metadata) ? metadata : {};
    const { chain: found } = fields;
    const expected = chainOf(chain, { type, data, metadata: fields });
    if (found !== expected) {
      return {
        ok: false,
        revision,
        expected,
        found: typeof found === 'string' ? found : undefined,
      };
    }
    chain = expected;
    revision += 1;
  }
  return { ok: true, events: revision, chain };
};
