import type { Readable } from 'node:stream';

const nobody = (): void => undefined;

/** The caller went away before its body was whole. */
export class BodyBrokeOff extends Error {
  override readonly name = 'BodyBrokeOff';
}

/**
 * The chunks of a body as they come, read no faster than they are taken. Unlike a stream's own iterator it can be stopped
 * while it waits, and leaves the stream open then, because the answer has still to go out by the same connection.
 */
export class BodyChunks {
  #isStopped = false;
  #wake = nobody;

  constructor(private readonly body: Readable) {
    const wake = (): void => {
      this.#wake();
    };
    body.on('readable', wake).once('end', wake).once('close', wake).once('error', wake);
  }

  /** No chunk is given any more. */
  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  /** The next chunk; `undefined` if there is no more or it was stopped. Rejects with `BodyBrokeOff`. */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.#isStopped) return undefined;
      const chunk = this.body.read() as Buffer | null;
      if (chunk !== null) return chunk;
      if (this.body.readableEnded) return undefined;
      if (this.body.destroyed) throw new BodyBrokeOff();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
