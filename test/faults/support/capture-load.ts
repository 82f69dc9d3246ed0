import type { CaptureAnswer, CaptureClient, CaptureRequest } from './capture-client.js';
import type { SeededRandom } from './seeded-random.js';

export interface AnsweredCapture {
  readonly request: CaptureRequest;
  readonly answer: CaptureAnswer;
}

/**
 * Several writers that post small captures at the same time, each on a random order, until `stop`
 * is called.
 */
export class CaptureLoad {
  readonly answered: AnsweredCapture[] = [];
  private readonly waiters = new Set<() => void>();
  private posted = 0;
  private stopped = false;
  private readonly writers: Promise<void>[];

  constructor(
    private readonly client: CaptureClient,
    private readonly orderIds: readonly string[],
    options: { readonly writers: number; readonly random: SeededRandom },
  ) {
    this.writers = Array.from({ length: options.writers }, () => this.write(options.random));
  }

  get accepted(): readonly AnsweredCapture[] {
    return this.answered.filter(({ answer }) => answer.status === 202);
  }

  /** Waits until `count` more captures have a final answer. Rejects if a writer fails meanwhile. */
  async moreAnswered(count: number): Promise<void> {
    const goal = this.answered.length + count;
    const reached = new Promise<void>((resolve) => {
      const check = (): void => {
        if (this.answered.length < goal) return;
        this.waiters.delete(check);
        resolve();
      };
      this.waiters.add(check);
    });
    await Promise.race([reached, this.failure()]);
  }

  /** Lets the writers finish their current captures, and waits until each has its final answer. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.writers);
  }

  private async failure(): Promise<void> {
    await Promise.all(this.writers);
    throw new Error('The writers have stopped.');
  }

  private async write(random: SeededRandom): Promise<void> {
    while (!this.stopped) {
      this.posted += 1;
      const request = {
        orderId: random.pick(this.orderIds),
        key: `load-${this.posted}`,
        amount: random.between(1, 500),
      };
      const answer = await this.client.capture(request);
      this.answered.push({ request, answer });
      for (const check of this.waiters) check();
    }
  }
}
