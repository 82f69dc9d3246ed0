import type { ChainLink } from '../../api/types.js';

/** SHA-256 of a text in UTF-8, in hexadecimal digits. */
export type Hash = (text: string) => Promise<string>;

/** The result of recomputing a hash chain up to some event. */
export interface ChainState {
  /**
   * The number of links of the chain (one for each event), counted from the first, that were
   * recomputed and match the stored hash.
   */
  readonly verified: number;
  /** The revision of the first event whose recomputed hash differs from the stored one. */
  readonly brokenAt?: string;
  /** The hash of the newest event that matches; an empty text before the first event. */
  readonly chain: string;
}

export const chainBegin: ChainState = { verified: 0, chain: '' };

type CheckedLink = Pick<ChainLink, 'revision' | 'content' | 'chain'>;

/**
 * Recomputes the next links of a hash chain, starting from a state that was verified before. A
 * link's hash covers the hash of the previous link and the event's content (docs/audit.md, "An
 * export"). The function stops at the first link whose stored hash differs.
 */
export const verifyLinks = async (
  before: ChainState,
  links: readonly CheckedLink[],
  hash: Hash,
): Promise<ChainState> => {
  let state = before;
  for (const { revision, content, chain } of links) {
    if (state.brokenAt !== undefined) return state;
    const isNext = revision === String(state.verified);
    const isRight = isNext && (await hash(state.chain + content)) === chain;
    state = isRight ? { verified: state.verified + 1, chain } : { ...state, brokenAt: revision };
  }
  return state;
};

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * SHA-256 by WebCrypto. `undefined` if the page was loaded neither over https nor from localhost,
 * because browsers then offer no WebCrypto.
 */
export const browserHash = (): Hash | undefined => {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return undefined;
  const utf8 = new TextEncoder();
  return async (text) => hex(await subtle.digest('SHA-256', utf8.encode(text)));
};
