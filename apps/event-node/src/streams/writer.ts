import { withTimeoutOr } from '#runtime/async';
import type { WriteOutcome, WriteRequest } from '../model/requests.js';
import type { EventRecord } from '../storage/log/event-record.js';
import { DiskFull } from '../storage/log/faults.js';
import { applyWrite } from './apply-write.js';
import { DiskState } from './disk-state.js';
import { RoundTimer } from './group-commit-delay.js';
import { Round, type WriterState } from './round.js';

type Settlement = readonly [WriteRequest, WriteOutcome];

/** The disk did not report in time that a round is durable; it may become so later. */
export class RoundTimedOut extends Error {
  override readonly name = 'RoundTimedOut';
}

/** The size of a durable round, and the time until it was durable. */
export interface WrittenRound {
  readonly events: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface WriterLimits {
  /** A round takes no more writes once it has this many bytes. */
  readonly roundBytesMax: number;
  /** The time limit for a round to become durable. The node fails after it. */
  readonly roundMsMax: number;
}

/** Receives the events of each durable round. */
interface DurableEvents {
  advance(events: readonly EventRecord[]): void;
}

/**
 * The one writer of the log, with group commit. Each write is checked as it comes, in order, and
 * added to the next round while the round before it becomes durable. When a round is durable,
 * readers see it and its writes are answered; refusals wait as well, because they rest on it
 * (event-node.md, "Durability"). A round that fails ends the node, and the next start reads the
 * truth from the disk. A round for which the disk has no room is refused with all waiting writes:
 * nothing of it is left in the log (docs/decisions/0011).
 */
export class Writer {
  /** Rejects once, when a round could not be made durable. */
  readonly failed: Promise<never>;
  readonly disk = new DiskState();
  /** Called for each round that became durable. */
  onWritten: (round: WrittenRound) => void = () => undefined;
  /** Called for each answered write. */
  onAnswered: (outcome: WriteOutcome['kind']) => void = () => undefined;
  readonly #state: WriterState;
  readonly #durable: DurableEvents;
  readonly #limits: WriterLimits;
  readonly #timer: RoundTimer;
  #fail: (error: unknown) => void = () => undefined;
  /** Writes for which the next round has no room. */
  #waiting: WriteRequest[] = [];
  /** The next round, and the outcomes of its writes. */
  #round: Round;
  #checked: Settlement[] = [];
  /** The outcomes of the round that is being written. */
  #writing: readonly Settlement[] | undefined;
  #isBroken = false;
  #drained: (() => void)[] = [];

  constructor(state: WriterState, durable: DurableEvents, limits: WriterLimits) {
    this.#state = state;
    this.#durable = durable;
    this.#limits = limits;
    this.#round = new Round(state, undefined);
    this.#timer = new RoundTimer({
      ready: () => (this.#writing === undefined ? this.#checked.length : 0),
      start: () => {
        this.#start();
      },
    });
    this.failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
    state.store.failed.catch((error: unknown) => {
      this.#break(error);
    });
  }

  /** Queues a write. It is settled once its outcome is durable, or as unknown if the node fails. */
  submit(request: WriteRequest): void {
    if (this.#isBroken) {
      this.#settle(request, { kind: 'unknown' });
      return;
    }
    if (this.disk.isRefusing) {
      this.#settle(request, { kind: 'disk-full' });
      return;
    }
    this.#waiting.push(request);
    this.#checkWaiting();
    this.#timer.noteWrite(this.#open);
  }

  /** Resolves when no write waits any more. */
  async drained(): Promise<void> {
    if (this.#isIdle) return;
    await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  /** The number of writes without an answer. */
  get #open(): number {
    return (this.#writing?.length ?? 0) + this.#checked.length + this.#waiting.length;
  }

  get #isIdle(): boolean {
    return this.#writing === undefined && this.#open === 0;
  }

  /** Moves waiting writes into the next round as long as it has room. */
  #checkWaiting(): void {
    const round = this.#round;
    const checked: Settlement[] = [];
    try {
      for (const request of this.#waiting) {
        if (round.byteCount >= this.#limits.roundBytesMax) break;
        checked.push([request, applyWrite(round, request)]);
      }
    } catch (error) {
      this.#break(error); // Settles the waiting writes, these among them.
      return;
    }
    for (const settlement of checked) this.#checked.push(settlement);
    this.#waiting = this.#waiting.slice(checked.length);
  }

  #start(): void {
    const round = this.#round;
    this.#writing = this.#checked;
    this.#checked = [];
    round.seal();
    this.#round = new Round(this.#state, round);
    this.#checkWaiting();
    this.#write(round).catch((error: unknown) => {
      if (error instanceof DiskFull) this.#refuse(round);
      else this.#break(error);
    });
  }

  async #write(round: Round): Promise<void> {
    if (round.events.length === 0)
      await Promise.resolve(); // Answers keep their order.
    else if (!(await this.#makeDurable(round))) return;
    if (this.#round.before === round) this.#round.before = undefined;
    const settled = this.#writing ?? [];
    this.#writing = undefined;
    this.#timer.startDue(); // The disk works while the answers of this round are sent.
    for (const [request, outcome] of settled) this.#settle(request, outcome);
    if (this.#isIdle) this.#resolveDrained();
  }

  /** Writes a round and shows it to readers; false if the node failed in the meantime. */
  async #makeDurable(round: Round): Promise<boolean> {
    const startedAt = performance.now();
    const { roundMsMax } = this.#limits;
    await withTimeoutOr(this.#state.store.append(round), roundMsMax, () => {
      throw new RoundTimedOut(`A round was not durable after ${roundMsMax} ms.`);
    });
    if (this.#isBroken) return false;
    const seconds = (performance.now() - startedAt) / 1_000;
    this.onWritten({ events: round.events.length, bytes: round.byteCount, seconds });
    this.disk.noteWritten();
    this.#state.store.show(round);
    this.#durable.advance(round.events);
    return true;
  }

  /**
   * The disk has no room for a round. Writes checked after it rest on events that are not there.
   */
  #refuse(round: Round): void {
    if (this.#isBroken) return;
    this.#round.undo();
    round.undo();
    this.#round = new Round(this.#state, undefined);
    this.disk.noteFull();
    this.#settleAll({ kind: 'disk-full' });
  }

  #break(error: unknown): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#fail(error);
    this.#settleAll({ kind: 'unknown' });
  }

  #settleAll(outcome: WriteOutcome): void {
    const checked = [...(this.#writing ?? []), ...this.#checked];
    const requests = [...checked.map(([request]) => request), ...this.#waiting];
    this.#writing = undefined;
    this.#checked = [];
    this.#waiting = [];
    for (const request of requests) this.#settle(request, outcome);
    this.#resolveDrained();
  }

  #settle(request: WriteRequest, outcome: WriteOutcome): void {
    request.settle(outcome);
    this.onAnswered(outcome.kind);
  }

  #resolveDrained(): void {
    const drained = this.#drained;
    this.#drained = [];
    for (const resolve of drained) resolve();
  }
}
