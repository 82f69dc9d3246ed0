import cluster from 'node:cluster';
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

type Phase = 'serving' | 'leaving' | 'closing';

/**
 * The two steps in which a process stops. First the process leaves: its readiness probe says so,
 * and it ends each connection with its next answer, but it still serves new requests. Then it
 * closes: requests that were begun are finished, and new ones are answered 503.
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

  /** Adds a server of this process, which stops listening when the process closes. */
  watch(server: Server): void {
    this.#servers.push(server);
  }

  /** Called with every answer before it is begun. */
  follow(response: ServerResponse): void {
    const { socket } = response.req;
    if (this.isLeaving) response.shouldKeepAlive = false;
    this.#open.add(response);
    response.once('close', () => {
      this.#open.delete(response);
      // If the headers of the answer were sent before the process closed, they did not announce
      // that the connection ends. So the connection is ended here.
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
    // New connections on a port that replicas share go to another replica from here on.
    if (cluster.isWorker) this.#stopListening();
  }

  /**
   * Accepts connections for a moment longer, to answer that the process closes, and then stops
   * listening. A server that stops listening resets connections that it has not accepted yet. So
   * the server stops right after a turn of the event loop in which it accepted all waiting
   * connections, and each of them gets its answer.
   */
  async announceClosing(forMs: number): Promise<void> {
    await delay(forMs);
    await nextTurn();
    this.#stopListening();
    await delay(forMs);
  }

  /** Stops listening. Open connections stay, even those that have sent no request. */
  #stopListening(): void {
    for (const server of this.#servers) NetServer.prototype.close.call(server);
  }
}
