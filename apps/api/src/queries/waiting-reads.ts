import { TooManyWaitingForPosition } from '#read-models';
import { FairShares } from '#runtime';

/**
 * Limits the reads that wait for a position or an action, to far fewer than the concurrent
 * requests, so that waiting reads never keep captures out. The limit is shared fairly by client.
 */
export class WaitingReads {
  readonly #places: FairShares;

  constructor(private readonly most: number) {
    this.#places = new FairShares(most);
  }

  /** The number of reads that wait now. */
  get waiting(): number {
    return this.#places.taken;
  }

  /**
   * Runs `wait`, which counts as a waiting read until it ends.
   *
   * @throws TooManyWaitingForPosition (503) if the client has its share already; `wait` is not
   * called
   */
  async during<T>(client: string, wait: () => Promise<T>): Promise<T> {
    if (!this.#places.tryEnter(client)) throw new TooManyWaitingForPosition(this.most);
    try {
      return await wait();
    } finally {
      this.#places.leave(client);
    }
  }
}
