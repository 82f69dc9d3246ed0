import { TooManyWaitingForPosition } from '#read-models';
import { FairShares } from '#runtime';

/**
 * Bounds the reads that wait for the read model, for a position or for an action, to far fewer than
 * the requests in flight, so that captures find room however many reads wait; and shares them out
 * fairly by client.
 */
export class WaitingReads {
  readonly #places: FairShares;

  constructor(private readonly most: number) {
    this.#places = new FairShares(most);
  }

  /** Reads that wait now. */
  get waiting(): number {
    return this.#places.taken;
  }

  /**
   * @throws TooManyWaitingForPosition (503) without having called `wait` when the client has its
   * share already
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
