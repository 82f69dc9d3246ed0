import { GenerationalMap } from './generational-map.js';

/**
 * The ids of the last events of the log, for the idempotency of appends that expect `any`. The
 * contract (event-node.md, section 3) bounds how far back they reach.
 */
export class RecentIds {
  readonly #revisions: GenerationalMap<number>;

  constructor(limit: number) {
    this.#revisions = new GenerationalMap(limit);
  }

  add(streamNumber: number, id: Buffer, revision: number): void {
    this.#revisions.set(keyOf(streamNumber, id), revision);
  }

  revision(streamNumber: number, id: Buffer): number | undefined {
    return this.#revisions.get(keyOf(streamNumber, id));
  }
}

const keyOf = (streamNumber: number, id: Buffer): string =>
  `${streamNumber}:${id.toString('latin1')}`;
