import type { Checkpoint, CheckpointMove } from '#event-log';

export interface SparingOptions {
  /** Called before each move: keeps what the handled pages have left to be done. */
  readonly beforeMoving: () => Promise<void>;
  readonly everyMs?: number;
}

/**
 * A checkpoint that is moved at most once a second. For a consumer to which most of the log means
 * nothing, or that has mostly done what a page asks for by then: after a crash it looks through a
 * second of the log again.
 */
export class SparingCheckpoint implements Checkpoint {
  readonly #checkpoint: Required<Checkpoint>;
  readonly #beforeMoving: () => Promise<void>;
  readonly #everyMs: number;
  #saved: { readonly position: bigint; readonly at: number } | undefined;

  constructor(checkpoint: Required<Checkpoint>, { beforeMoving, everyMs = 1_000 }: SparingOptions) {
    this.#checkpoint = checkpoint;
    this.#beforeMoving = beforeMoving;
    this.#everyMs = everyMs;
  }

  async load(): Promise<bigint | undefined> {
    this.#saved = undefined;
    return this.#checkpoint.load();
  }

  async save({ after, position }: CheckpointMove): Promise<void> {
    const now = performance.now();
    // The first page after a start begins where the checkpoint stands.
    this.#saved ??= { position: after, at: -Infinity };
    if (now < this.#saved.at + this.#everyMs) return;
    await this.#beforeMoving();
    await this.#checkpoint.save({ after: this.#saved.position, position });
    this.#saved = { position, at: now };
  }
}
