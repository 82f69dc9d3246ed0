import type { DurablePosition } from '../reading/durable-position.js';
import { DiskFull } from '../storage/disk-full.js';
import { applyWrite } from './apply-write.js';
import { Gathering } from './gathering.js';
import { Round, type WriterState } from './round.js';
import type { WriteOutcome, WriteRequest } from './write-request.js';

/** How long a full disk is not tried again: the next write after it tries. */
const FULL_MS = 250;

type Settlement = readonly [WriteRequest, WriteOutcome];

/** The disk did not say in time that a round is durable; it may become so later. */
export class RoundTimedOut extends Error {
  override readonly name = 'RoundTimedOut';
}

/** What a durable round added to the log, and how long that took. */
export interface WrittenRound {
  readonly events: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface WriterLimits {
  /** A round takes no more writes once it has so many bytes; callers' budgets bound what waits. */
  readonly roundBytesMax: number;
  /** How long a round may take to become durable before the node fails. */
  readonly roundMsMax: number;
}

/**
 * The one writer of the log: group commit. Writes are judged as they come, in order, into the round
 * that gathers while the one before it becomes durable. Only when a round is durable readers see it
 * and its writes are answered, refusals too, as they rest on it (event-node.md, section 10). A failed
 * round fails the node: the truth is read from disk by the next start. But a round for which the disk
 * has no room is only refused, with all that waits, as nothing of it is left (docs/decisions/0011).
 */
export class Writer {
  /** Rejects once, when a round could not be made durable. */
  readonly failed: Promise<never>;
  /** Told when the disk is found full, and when it has room again. */
  onDisk: (isFull: boolean) => void = () => undefined;
  /** Told of each round that became durable. */
  onWritten: (round: WrittenRound) => void = () => undefined;
  /** Told of each write's outcome. */
  onAnswered: (outcome: WriteOutcome['kind']) => void = () => undefined;
  readonly #state: WriterState;
  readonly #durable: DurablePosition;
  readonly #limits: WriterLimits;
  #fail: (error: unknown) => void = () => undefined;
  /** Writes that the gathering round has no room for. */
  #waiting: WriteRequest[] = [];
  #round: Round;
  #judged: Settlement[] = [];
  #writing: readonly Settlement[] | undefined;
  readonly #gathering = new Gathering();
  #isStarting = false;
  #pause: NodeJS.Timeout | undefined;
  #isBroken = false;
  /** When the disk, which was full, is tried again: by `performance.now()`, 0 if it was not. */
  #fullUntil = 0;
  #drained: (() => void)[] = [];

  constructor(state: WriterState, durable: DurablePosition, limits: WriterLimits) {
    this.#state = state;
    this.#durable = durable;
    this.#limits = limits;
    this.#round = new Round(state, undefined);
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
    state.store.failed.catch((error: unknown) => {
      this.#break(error);
    });
  }

  /** Queues a write. Its outcome is settled once it is durable, or unknown if the node fails. */
  submit(request: WriteRequest): void {
    if (this.#isBroken) {
      this.#settle(request, { kind: 'unknown' });
      return;
    }
    if (this.#fullUntil > performance.now()) {
      this.#settle(request, { kind: 'disk-full' });
      return;
    }
    this.#waiting.push(request);
    const open = this.#open;
    if (open > 1) this.#gathering.metOthers(open, performance.now());
    this.#judgeWaiting();
    if (this.#writing === undefined) this.#startSoon();
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    if (this.#isIdle) return;
    await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  /** Writes that are not answered yet. */
  get #open(): number {
    return (this.#writing?.length ?? 0) + this.#judged.length + this.#waiting.length;
  }

  get #isIdle(): boolean {
    return this.#writing === undefined && this.#open === 0;
  }

  /** Takes into the gathering round what it has room for. */
  #judgeWaiting(): void {
    const round = this.#round;
    let count = 0;
    try {
      for (const request of this.#waiting) {
        if (round.byteCount >= this.#limits.roundBytesMax) break;
        this.#judged.push([request, applyWrite(round, request)]);
        count += 1;
      }
    } catch (error) {
      this.#break(error);
    }
    this.#waiting = count === this.#waiting.length ? [] : this.#waiting.slice(count);
  }

  /** Lets the turn's writes gather. */
  #startSoon(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    setImmediate(() => {
      this.#isStarting = false;
      this.#startInTime();
    });
  }

  /** At once, or when more writes have gathered. */
  #startInTime(): void {
    if (this.#writing !== undefined || this.#judged.length === 0) return;
    const pauseMs = this.#gathering.pauseMs(this.#judged.length);
    if (pauseMs === 0) this.#start();
    else this.#pause ??= setTimeout(this.#onPaused.bind(this), pauseMs);
  }

  #onPaused(): void {
    this.#gathering.hasPaused(this.#judged.length, performance.now());
    this.#start();
  }

  #start(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    if (this.#isBroken || this.#writing !== undefined || this.#judged.length === 0) return;
    const round = this.#round;
    this.#writing = this.#judged;
    this.#judged = [];
    round.seal();
    this.#round = new Round(this.#state, round);
    this.#judgeWaiting();
    this.#write(round).catch((error: unknown) => {
      if (error instanceof DiskFull) this.#refuse(round);
      else this.#break(error);
    });
  }

  async #write(round: Round): Promise<void> {
    if (round.events.length > 0) {
      const startedAt = performance.now();
      await withinMs(this.#state.store.append(round), this.#limits.roundMsMax);
      if (this.#isBroken) return;
      const seconds = (performance.now() - startedAt) / 1_000;
      this.onWritten({ events: round.events.length, bytes: round.byteCount, seconds });
      if (this.#fullUntil > 0) this.onDisk(false);
      this.#fullUntil = 0;
      this.#state.store.show(round);
      this.#durable.advance(round.events);
    }
    if (round.events.length === 0) await Promise.resolve(); // Answers keep their order.
    if (this.#round.before === round) this.#round.before = undefined;
    const settled = this.#writing ?? [];
    this.#writing = undefined;
    this.#startInTime(); // The disk works while the answers of this round are sent.
    for (const [request, outcome] of settled) this.#settle(request, outcome);
    if (this.#isIdle) this.#tellDrained();
  }

  /** The disk has no room for a round: what was judged after it rests on what is not there. */
  #refuse(round: Round): void {
    if (this.#isBroken) return;
    this.#round.takeBack();
    round.takeBack();
    this.#round = new Round(this.#state, undefined);
    if (this.#fullUntil === 0) this.onDisk(true);
    this.#fullUntil = performance.now() + FULL_MS;
    this.#settleAll({ kind: 'disk-full' });
  }

  #break(error: unknown): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#fail(error);
    this.#settleAll({ kind: 'unknown' });
  }

  #settleAll(outcome: WriteOutcome): void {
    const judged = [...(this.#writing ?? []), ...this.#judged];
    const requests = [...judged.map(([request]) => request), ...this.#waiting];
    this.#writing = undefined;
    this.#judged = [];
    this.#waiting = [];
    for (const request of requests) this.#settle(request, outcome);
    this.#tellDrained();
  }

  #settle(request: WriteRequest, outcome: WriteOutcome): void {
    request.settle(outcome);
    this.onAnswered(outcome.kind);
  }

  #tellDrained(): void {
    const drained = this.#drained;
    this.#drained = [];
    for (const resolve of drained) resolve();
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
