import type { NodeCore } from '../services/node-core.js';
import { checkpointStreamOf } from './group-streams.js';
import type { GroupConfig, GroupKey } from './group-config.js';
import type { Progress } from './progress.js';
import { lastEventOf } from './stored-streams.js';
import { writeSystemEvent } from './system-writes.js';

const CHECKPOINT_TYPE = '$SubscriptionCheckpoint';

/** Often enough for anyone, and bounded. */
const INTERVAL_MS_MIN = 100;
const INTERVAL_MS_MAX = 2 ** 31 - 1;

/** The stored checkpoint of a group, undefined if it has none. */
export const storedCheckpoint = async (
  core: NodeCore,
  key: GroupKey,
): Promise<number | undefined> => {
  const event = await lastEventOf(core, checkpointStreamOf(key));
  const value = event === undefined ? NaN : Number(event.data.toString('latin1'));
  return Number.isSafeInteger(value) ? value : undefined;
};

/**
 * Stores how far a group has come: at the latest after its greatest count of events, and from its
 * least count on as soon as its time is over (event-node.md, section 7). One write at a time.
 */
export class Checkpoints {
  readonly #core: NodeCore;
  readonly #config: GroupConfig;
  readonly #progress: Progress;
  #stored: number | undefined;
  #passedAtLast = 0;
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    core: NodeCore,
    config: GroupConfig,
    at: { progress: Progress; stored: number | undefined },
  ) {
    this.#core = core;
    this.#config = config;
    this.#progress = at.progress;
    this.#stored = at.stored;
  }

  /** The last one written. */
  get stored(): number | undefined {
    return this.#stored;
  }

  /** Something was settled: writes if it is time, else sees to it later. */
  note(): void {
    if (this.#isClosed) return;
    const { maxCheckpointCount, checkpointAfterMs } = this.#config.settings;
    if (this.#sinceLast >= Math.max(1, maxCheckpointCount)) void this.#write();
    else if (this.#sinceLast > 0 && this.#timer === undefined) {
      const ms = Math.min(Math.max(checkpointAfterMs, INTERVAL_MS_MIN), INTERVAL_MS_MAX);
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        if (this.#sinceLast >= this.#config.settings.minCheckpointCount) void this.#write();
      }, ms).unref();
    }
  }

  /** Writes what is not yet written, whatever its count. */
  async flush(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  /** As `flush`, and nothing more after it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.flush();
  }

  get #sinceLast(): number {
    return this.#progress.passed - this.#passedAtLast;
  }

  async #write(): Promise<void> {
    if (this.#writing !== undefined) return; // It looks again when it is done.
    const { mark, passed } = this.#progress;
    if (mark < 0 || mark <= (this.#stored ?? this.#config.after)) return;
    this.#writing = this.#writeMark(mark);
    this.#passedAtLast = passed;
    await this.#writing;
    this.#writing = undefined;
    this.note();
  }

  async #writeMark(mark: number): Promise<void> {
    const event = { type: CHECKPOINT_TYPE, data: Buffer.from(String(mark)) };
    const outcome = await writeSystemEvent(this.#core, checkpointStreamOf(this.#config), event);
    if (outcome.kind === 'written') this.#stored = mark;
  }
}
