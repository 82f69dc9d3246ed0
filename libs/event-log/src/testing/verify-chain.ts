import { isObject } from '#ledger';
import { chainOf, chainStart } from '../chain/chain.js';

/**
 * A stored event. The data must not be converted to a newer schema, because the chain value (a
 * hash) was computed over the data that were written.
 */
export interface StoredLink {
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
}

export type ChainVerdict =
  | { readonly ok: true; readonly events: number; readonly chain: string }
  | {
      readonly ok: false;
      /** The revision of the first event whose chain value is wrong. */
      readonly revision: number;
      readonly expected: string;
      readonly found: string | undefined;
    };

/**
 * Computes the chain values (hashes) again, from the first event of a stream on. Reports the first
 * event whose stored chain value is different, because an event was changed, dropped, inserted or
 * moved. If events are missing at the end, all chain values are still right.
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
