import type { ChainLink } from '../../api/types.js';

/** SHA-256 of a text in UTF-8, in hexadecimal digits. */
export type Hash = (text: string) => Promise<string>;

/** The progress of recomputing a chain. */
export interface ChainState {
  /** Number of links that hold, from the first. */
  readonly verified: number;
  /** Revision of the first link that does not hold. */
  readonly brokenAt?: string;
  /** Chain value of the last link that holds; empty before the first. */
  readonly chain: string;
}

export const chainBegin: ChainState = { verified: 0, chain: '' };

type CheckedLink = Pick<ChainLink, 'revision' | 'content' | 'chain'>;

/**
 * Recomputes links that follow a state: each chain value is the hash of the chain value before it
 * and of the event's content (docs/audit.md, "An export"). Stops at the first link that does not
 * hold.
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

/** WebCrypto's hash; undefined for a page that came neither over https nor from this machine. */
export const browserHash = (): Hash | undefined => {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return undefined;
  const utf8 = new TextEncoder();
  return async (text) => hex(await subtle.digest('SHA-256', utf8.encode(text)));
};
