import type { Checkpoint, CheckpointMove } from '#event-log';

/**
 * A checkpoint that is moved at most once a second. For a consumer to which most of the log means
 * nothing: after a crash it looks through a second of it again.
 */
export class SparingCheckpoint implements Checkpoint {
  readonly #checkpoint: Required<Checkpoint>;
  readonly #everyMs: number;
  #saved: { readonly position: bigint; readonly at: number } | undefined;

  constructor(checkpoint: Required<Checkpoint>, everyMs = 1_000) {
    this.#checkpoint = checkpoint;
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
    await this.#checkpoint.save({ after: this.#saved.position, position });
    this.#saved = { position, at: now };
  }
}
