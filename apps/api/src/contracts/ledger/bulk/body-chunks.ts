import type { Readable } from 'node:stream';

const nobody = (): void => undefined;

/**
 * The chunks of a body as they come, read no faster than they are taken. Unlike a stream's own iterator it can be stopped
 * while it waits, and leaves the stream open then, because the answer has still to go out by the same connection.
 */
export class BodyChunks {
  #isStopped = false;
  #failure: Error | undefined;
  #wake = nobody;

  constructor(private readonly body: Readable) {
    const wake = (): void => {
      this.#wake();
    };
    body.on('readable', wake).once('end', wake).once('close', wake);
    body.once('error', (error) => {
      this.#failure = error;
      wake();
    });
  }

  /** No chunk is given any more. */
  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  /** The next chunk; `undefined` if there is no more or it was stopped. Rejects if the body broke off. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.#isStopped) return undefined;
      const chunk = this.body.read() as Buffer | null;
      if (chunk !== null) return chunk;
      if (this.body.readableEnded) return undefined;
      if (this.body.destroyed) throw this.#failure ?? new Error('The body broke off.');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
