import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEventNode, type EventNode } from '../../../../apps/event-node/src/main.js';

/**
 * The embedded event node on a free port, with its own data directory; specs can stop it and start
 * it again.
 */
export class RunningEventNode {
  readonly #dataDir: string;
  #port: number;
  #running: EventNode | undefined;

  private constructor(dataDir: string, port: number) {
    this.#dataDir = dataDir;
    this.#port = port;
  }

  static async start(): Promise<RunningEventNode> {
    const node = new RunningEventNode(await mkdtemp(join(tmpdir(), 'event-log-')), 0);
    await node.start();
    return node;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  /** Starts the node again with the same directory and port. */
  async start(): Promise<void> {
    this.#running = await runEventNode({
      host: '127.0.0.1',
      port: this.#port,
      dataDir: this.#dataDir,
    });
    this.#port = this.#running.port;
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  /** Stops the node and removes its directory. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }
}
