import cluster from 'node:cluster';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

type Phase = 'serving' | 'leaving' | 'closing';

/**
 * The two steps in which a process shuts down. While it is leaving, its readiness probe fails and
 * each connection ends with its next answer, but new requests are still served. While it is
 * closing, requests in progress are finished and new ones are answered 503.
 */
export class Departure {
  #phase: Phase = 'serving';
  readonly #open = new Set<ServerResponse>();
  readonly #servers: Server[] = [];

  get isLeaving(): boolean {
    return this.#phase !== 'serving';
  }

  get isClosing(): boolean {
    return this.#phase === 'closing';
  }

  /** Adds a server of this process. The server stops listening when the process closes. */
  watch(server: Server): void {
    this.#servers.push(server);
  }

  /** Must be called for every answer before the answer is sent. */
  follow(response: ServerResponse): void {
    const { socket } = response.req;
    if (this.isLeaving) response.shouldKeepAlive = false;
    this.#open.add(response);
    response.once('close', () => {
      this.#open.delete(response);
      // The headers of this answer may have been sent before the shutdown began, so without
      // `Connection: close`. The caller would then keep the connection open, so the connection is
      // closed here.
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
    // With several replicas on one port, new connections go to another replica as soon as this
    // process stops listening.
    if (cluster.isWorker) this.#stopListening();
  }

  /**
   * Accepts connections for `forMs` milliseconds more, so that their requests are answered with
   * "shutting down", and then stops listening. When listening stops, the operating system resets
   * connections that the process has not accepted yet. Waiting for one turn of the event loop lets
   * the process accept them first.
   */
  async announceClosing(forMs: number): Promise<void> {
    await delay(forMs);
    await nextTurn();
    this.#stopListening();
    await delay(forMs);
  }

  /** Stops listening but keeps open connections, even connections that have not sent a request. */
  #stopListening(): void {
    for (const server of this.#servers) NetServer.prototype.close.call(server);
  }
}
