import type { ServerResponse } from 'node:http';

type Phase = 'serving' | 'leaving' | 'closing';

/**
 * How far a process is with its stop. First it leaves: it says so in its readiness and ends each connection with its next
 * answer, but serves whatever still comes. Then it closes: what was begun is finished, and nothing new is.
 */
export class Departure {
  #phase: Phase = 'serving';
  readonly #open = new Set<ServerResponse>();

  get isLeaving(): boolean {
    return this.#phase !== 'serving';
  }

  get isClosing(): boolean {
    return this.#phase === 'closing';
  }

  /** To be called with every answer before it is begun. */
  follow(response: ServerResponse): void {
    const { socket } = response.req;
    if (this.isLeaving) response.shouldKeepAlive = false;
    this.#open.add(response);
    response.once('close', () => {
      this.#open.delete(response);
      // Of an answer that was begun before, the caller does not know that its connection ends.
      if (this.isClosing && !socket.destroyed) socket.end();
    });
  }

  leave(): void {
    this.#phase = 'leaving';
    for (const response of this.#open) if (!response.headersSent) response.shouldKeepAlive = false;
  }

  close(): void {
    if (!this.isLeaving) this.leave();
    this.#phase = 'closing';
  }
}
