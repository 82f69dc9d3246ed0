import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';

/** The hash of the seal before the first. */
export const sealStart = '';

/** Collects the chain values between one seal and the next. */
export class SealHash {
  #hash: Hash = createHash('sha256');
  #events = 0;

  /** `previous`: hash of the seal before. */
  constructor(previous: string) {
    this.#hash.update(previous);
  }

  get events(): number {
    return this.#events;
  }

  /** An event without a chain value counts, and adds nothing. */
  add(chain: string): void {
    this.#hash.update(chain);
    this.#events += 1;
  }

  /** Ends it. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}
