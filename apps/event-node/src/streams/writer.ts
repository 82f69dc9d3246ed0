import { withTimeoutOr } from '#runtime/async';
import { copyEvents, type WriteOutcome, type WriteRequest } from '../model/requests.js';
import type { EventRecord } from '../storage/log/event-record.js';
import { DiskFull } from '../storage/log/faults.js';
import { applyWrite } from './apply-write.js';
import { DiskState } from './disk-state.js';
import { RoundTimer } from './group-commit-delay.js';
import { Round, type WriterState } from './round.js';

type Settle = WriteRequest['settle'];

/**
 * A checked append or removal: the function to call with the outcome, and the outcome. The events
 * are not part of this pair, because they would keep the whole received message in memory. The next
 * write to the disk (the round) has a copy of them.
 */
type CheckedWrite = readonly [Settle, WriteOutcome];

/**
 * Thrown if the disk did not report in time that a write is durable. The write may still become
 * durable later.
 */
export class RoundTimedOut extends Error {
  override readonly name = 'RoundTimedOut';
}

/**
 * The size of a round (one write to the disk), and the seconds from the start of the write until it
 * was durable.
 */
export interface WrittenRound {
  readonly events: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface WriterLimits {
  /**
   * A round is one write to the disk with the events of several appends. Once it has this number of
   * bytes, further appends go into the next round.
   */
  readonly roundBytesMax: number;
  /**
   * The limit in milliseconds for a write to the disk. If a write takes longer, the node stops with
   * an error.
   */
  readonly roundMsMax: number;
}

/** Receives the events of each write to the disk, once they are durable. */
interface DurableEvents {
  advance(events: readonly EventRecord[]): void;
}

/**
 * The only writer of the log. Several appends are written to the disk together, in a round, so that
 * one flush makes all of them durable (group commit). While a round is being written, new appends
 * are checked in the order in which they arrive, and are added to the next round. Once a round is
 * durable, readers see its events, and its appends are answered. A refused append is answered at
 * the same time, because the reason may be an event of the same round (event-node.md,
 * "Durability").
 *
 * If a round cannot be written, the writer fails, and the next start of the node finds out from the
 * disk which events are in the log. If only the disk is full, the appends of the round and all
 * waiting appends are refused, and nothing of the round stays in the log (docs/decisions/0011).
 */
export class Writer {
  /**
   * Rejects if a write to the disk failed. From then on, the outcome of every append is `unknown`.
   */
  readonly failed: Promise<never>;
  readonly disk = new DiskState();
  /** Called after each write to the disk that became durable. */
  onWritten: (round: WrittenRound) => void = () => undefined;
  /** Called after each answered write. */
  onAnswered: (outcome: WriteOutcome['kind']) => void = () => undefined;
  readonly #state: WriterState;
  readonly #durable: DurableEvents;
  readonly #limits: WriterLimits;
  readonly #timer: RoundTimer;
  #fail: (error: unknown) => void = () => undefined;
  /**
   * The appends and removals that are not checked yet, because the next round (the next write to
   * the disk) has no room for them.
   */
  #waiting: WriteRequest[] = [];
  /**
   * The next round to write to the disk. `#checked` has the outcomes of its appends and removals.
   */
  #round: Round;
  #checked: CheckedWrite[] = [];
  /**
   * The outcomes of the appends and removals that are being written to the disk; undefined while
   * nothing is being written.
   */
  #writing: readonly CheckedWrite[] | undefined;
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

  /**
   * Queues an append or a removal. Its `settle` is called once the outcome is durable, or with
   * `unknown` if the writer fails.
   */
  submit(request: WriteRequest): void {
    if (this.#isBroken) {
      this.#settle(request.settle, { kind: 'unknown' });
      return;
    }
    if (this.disk.isRefusing) {
      this.#settle(request.settle, { kind: 'disk-full' });
      return;
    }
    this.#waiting.push(request);
    this.#checkWaiting();
    if (this.#waiting.at(-1) === request) this.#keep(request);
    this.#timer.noteWrite(this.#open);
  }

  /** Resolves when all queued appends and removals are answered. */
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

  /**
   * Copies the events of the newest append, because the append has to wait. Without the copies, the
   * whole received message would stay in memory.
   */
  #keep(request: WriteRequest): void {
    if (request.kind !== 'append') return;
    this.#waiting[this.#waiting.length - 1] = { ...request, events: copyEvents(request.events) };
  }

  /**
   * Checks waiting appends and adds them to the next round (the next write to the disk), as long as
   * it has room.
   */
  #checkWaiting(): void {
    const round = this.#round;
    const checked: CheckedWrite[] = [];
    try {
      for (const request of this.#waiting) {
        if (round.byteCount >= this.#limits.roundBytesMax) break;
        checked.push([request.settle, applyWrite(round, request)]);
      }
    } catch (error) {
      this.#break(error); // Answers all appends, also those already checked.
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
      await Promise.resolve(); // Keeps the answers in their order.
    else if (!(await this.#makeDurable(round))) return;
    if (this.#round.before === round) this.#round.before = undefined;
    const settled = this.#writing ?? [];
    this.#writing = undefined;
    this.#timer.startDue(); // The next write begins before the answers are sent.
    for (const [settle, outcome] of settled) this.#settle(settle, outcome);
    if (this.#isIdle) this.#resolveDrained();
  }

  /**
   * Writes a round to the disk and then shows its events to readers. Returns false if the writer
   * failed in the meantime.
   */
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
   * Refuses the appends of a round that does not fit on the disk, and all later appends too,
   * because they may have been checked against events of the refused round.
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
    const settles = [
      ...checked.map(([settle]) => settle),
      ...this.#waiting.map(({ settle }) => settle),
    ];
    this.#writing = undefined;
    this.#checked = [];
    this.#waiting = [];
    for (const settle of settles) this.#settle(settle, outcome);
    this.#resolveDrained();
  }

  #settle(settle: Settle, outcome: WriteOutcome): void {
    settle(outcome);
    this.onAnswered(outcome.kind);
  }

  #resolveDrained(): void {
    const drained = this.#drained;
    this.#drained = [];
    for (const resolve of drained) resolve();
  }
}
