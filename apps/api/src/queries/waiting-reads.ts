import { TooManyWaitingForPosition } from '#read-models';

/**
 * Bounds the reads that wait for the read model, for a position or for an action, to far fewer than the requests in
 * flight, so that captures find room however many reads wait.
 */
export class WaitingReads {
  private count = 0;

  constructor(private readonly most: number) {}

  /** Reads that wait now. */
  get waiting(): number {
    return this.count;
  }

  /** @throws TooManyWaitingForPosition (503) without having called `wait` when `most` wait already */
  async during<T>(wait: () => Promise<T>): Promise<T> {
    if (this.count >= this.most) throw new TooManyWaitingForPosition(this.most);
    this.count += 1;
    try {
      return await wait();
    } finally {
      this.count -= 1;
    }
  }
}
