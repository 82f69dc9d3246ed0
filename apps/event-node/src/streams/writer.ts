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
 * A write with its outcome, without its events, which are in the round. Keeping the received events
 * here too would keep their whole messages in memory.
 */
type CheckedWrite = readonly [Settle, WriteOutcome];

/**
 * Thrown if the disk did not report in time that a round is durable. The round may still become
 * durable later.
 */
export class RoundTimedOut extends Error {
  override readonly name = 'RoundTimedOut';
}

/** The size of a durable round, and the time from the start of its write until it was durable. */
export interface WrittenRound {
  readonly events: number;
  readonly bytes: number;
  readonly seconds: number;
}

export interface WriterLimits {
  /** The size in bytes from which a round takes no more writes. */
  readonly roundBytesMax: number;
  /** The time limit for a round to become durable. If it takes longer, the writer fails. */
  readonly roundMsMax: number;
}

/** Receives the events of each round once the round is durable. */
interface DurableEvents {
  advance(events: readonly EventRecord[]): void;
}

/**
 * The only writer of the log, which makes several writes durable together (group commit). Writes
 * are checked in the order in which they arrive, and are added to the next round while the previous
 * round is being written. Once a round is durable, readers see its events, and its writes are
 * answered. A refusal is answered then too, because its reason may be an event of the same round
 * (event-node.md, "Durability"). If a round fails, the writer fails, and the next start of the node
 * finds out from the disk which writes are in the log. If the disk has no room for a round, the
 * round and all waiting writes are refused, and nothing of the round is left in the log
 * (docs/decisions/0011).
 */
export class Writer {
  /**
   * Rejects if a round could not be made durable. From then on, the writer answers every write with
   * `unknown`.
   */
  readonly failed: Promise<never>;
  readonly disk = new DiskState();
  /** Called after each round that became durable. */
  onWritten: (round: WrittenRound) => void = () => undefined;
  /** Called after each answered write. */
  onAnswered: (outcome: WriteOutcome['kind']) => void = () => undefined;
  readonly #state: WriterState;
  readonly #durable: DurableEvents;
  readonly #limits: WriterLimits;
  readonly #timer: RoundTimer;
  #fail: (error: unknown) => void = () => undefined;
  /** The writes for which the next round has no room, and which are not checked yet. */
  #waiting: WriteRequest[] = [];
  /** The next round. `#checked` has the writes of this round with their outcomes. */
  #round: Round;
  #checked: CheckedWrite[] = [];
  /**
   * The writes of the round that is being written, with their outcomes; undefined while no round is
   * being written.
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
   * Queues a write. The write is settled once its outcome is durable, or with `unknown` if the
   * writer fails.
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

  /** Resolves when all queued writes are settled. */
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
   * Copies the events of the newest waiting write, which has to wait because the next round has no
   * room. Copies let go of the received message.
   */
  #keep(request: WriteRequest): void {
    if (request.kind !== 'append') return;
    this.#waiting[this.#waiting.length - 1] = { ...request, events: copyEvents(request.events) };
  }

  /** Moves waiting writes into the next round as long as it has room. */
  #checkWaiting(): void {
    const round = this.#round;
    const checked: CheckedWrite[] = [];
    try {
      for (const request of this.#waiting) {
        if (round.byteCount >= this.#limits.roundBytesMax) break;
        checked.push([request.settle, applyWrite(round, request)]);
      }
    } catch (error) {
      this.#break(error); // Settles all waiting writes, the checked ones included.
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
    this.#timer.startDue(); // The next round is written while the answers of this one are sent.
    for (const [settle, outcome] of settled) this.#settle(settle, outcome);
    if (this.#isIdle) this.#resolveDrained();
  }

  /**
   * Writes a round to the disk and shows it to readers. Returns false if the writer failed while
   * the round was being written.
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
   * Refuses a round for which the disk has no room, and all writes after it, because events of the
   * refused round may have been used to check them.
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
