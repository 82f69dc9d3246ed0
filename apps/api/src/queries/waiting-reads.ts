import { TooManyWaitingForPosition } from '#read-models';
import { FairShares } from '#runtime';

/**
 * Limits the number of reads that wait for a position or for the effect of a command. The limit is
 * far below that of concurrent requests, so that waiting reads leave room for captures. The places
 * are shared fairly among clients.
 */
export class WaitingReads {
  readonly #places: FairShares;

  constructor(private readonly most: number) {
    this.#places = new FairShares(most);
  }

  /** The number of reads that are waiting now. */
  get waiting(): number {
    return this.#places.taken;
  }

  /**
   * Runs `wait` and counts it as a waiting read until it ends.
   *
   * @throws TooManyWaitingForPosition (503) if the client has used up its share; `wait` is not
   * called then
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
