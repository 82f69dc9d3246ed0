import type { DurablePosition } from '../reading/durable-position.js';
import { applyWrite } from './apply-write.js';
import { Round, type WriterState } from './round.js';
import type { WriteOutcome, WriteRequest } from './write-request.js';

type Settlement = readonly [WriteRequest, WriteOutcome];

/** The disk did not say in time that a round is durable; it may become so later. */
export class RoundTimedOut extends Error {
  override readonly name = 'RoundTimedOut';
}

export interface WriterLimits {
  /** What one round takes at most; what waits is bounded by the callers' budget. */
  readonly roundBytesMax: number;
  /** How long a round may take to become durable before the node fails. */
  readonly roundMsMax: number;
}

/**
 * The one writer of the log: group commit. A round takes the writes that wait, judges them in
 * order, makes their changes durable in one transaction, and only then lets readers see them and
 * answers (event-node.md, section 10). A failed round fails the node: the truth is read from disk
 * by the next start.
 */
export class Writer {
  /** Rejects once, when a round could not be made durable. */
  readonly failed: Promise<never>;
  readonly #state: WriterState;
  readonly #durable: DurablePosition;
  readonly #limits: WriterLimits;
  #fail: (error: unknown) => void = () => undefined;
  #queue: WriteRequest[] = [];
  #running: Promise<void> | undefined;
  #isBroken = false;

  constructor(state: WriterState, durable: DurablePosition, limits: WriterLimits) {
    this.#state = state;
    this.#durable = durable;
    this.#limits = limits;
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
  }

  /** Queues a write. Its outcome is settled once it is durable, or unknown if the node fails. */
  submit(request: WriteRequest): void {
    if (this.#isBroken) {
      request.settle({ kind: 'unknown' });
      return;
    }
    this.#queue.push(request);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve)); // Lets the turn's writes gather.
    let taken: readonly WriteRequest[] = [];
    try {
      while (this.#queue.length > 0) {
        taken = this.#take();
        const settlements = await this.#perform(taken);
        taken = [];
        for (const [request, outcome] of settlements) request.settle(outcome);
      }
    } catch (error) {
      this.#break([...taken, ...this.#queue], error);
    }
    this.#running = undefined;
  }

  #take(): readonly WriteRequest[] {
    let bytes = 0;
    let count = 0;
    for (const request of this.#queue) {
      if (count > 0 && bytes + request.bytes > this.#limits.roundBytesMax) break;
      bytes += request.bytes;
      count += 1;
    }
    const taken = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    return taken;
  }

  async #perform(requests: readonly WriteRequest[]): Promise<readonly Settlement[]> {
    const round = new Round(this.#state);
    const settlements = requests.map((request): Settlement => [
      request,
      applyWrite(round, request),
    ]);
    if (round.events.length > 0) {
      await withinMs(this.#state.store.commit(round), this.#limits.roundMsMax);
      round.remember();
      this.#durable.advance(round.events);
    }
    return settlements;
  }

  #break(requests: readonly WriteRequest[], error: unknown): void {
    this.#isBroken = true;
    this.#queue = [];
    this.#fail(error);
    for (const request of requests) request.settle({ kind: 'unknown' });
  }
}

const withinMs = async (work: Promise<void>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new RoundTimedOut(`A round was not durable after ${ms} ms.`));
    }, ms);
  });
  await Promise.race([work, timeout]).finally(() => {
    clearTimeout(timer);
  });
};
