import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { type EventNode, type EventNodeOptions, runEventNode } from '../main.js';

/**
 * A node in the process of the test, on a temporary directory, with official clients that are
 * connected to it.
 */
export class TestNode {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'event-node-'));
  readonly #clients: EventStoreDBClient[] = [];
  #node: EventNode | undefined;

  static async start(options: Partial<EventNodeOptions> = {}): Promise<TestNode> {
    const node = new TestNode();
    await node.start(options);
    return node;
  }

  get running(): EventNode {
    if (this.#node === undefined) throw new Error('The node is not running.');
    return this.#node;
  }

  async start(options: Partial<EventNodeOptions> = {}): Promise<void> {
    const defaults = { host: '127.0.0.1', port: 0, dataDir: this.dataDir };
    this.#node = await runEventNode({ ...defaults, ...options });
  }

  /**
   * Connects a new client, which is closed together with the node. Its deadline is one minute,
   * because the default of ten seconds is too short to transfer megabytes on a busy machine.
   */
  client(parameters = ''): EventStoreDBClient {
    const url = `${this.running.url}&defaultDeadline=60000${parameters}`;
    const client = EventStoreDBClient.connectionString(url);
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    await this.#node?.stop();
    this.#node = undefined;
  }

  /** Stops the node and removes the files that it wrote. */
  async discard(): Promise<void> {
    await this.stop();
    await Promise.all(this.#clients.map((client) => client.dispose()));
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
