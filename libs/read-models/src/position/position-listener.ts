import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { parsePosition, positionChannel, readPosition } from '../projection/checkpoint.js';
const connectMsMax = 5_000;
const queryMsMax = 5_000;
const firstPauseMs = 100;
const pauseMsMax = 5_000;

/** One connection that listens for positions and is made anew whenever it is lost. */
export class PositionListener {
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private pauseMs = firstPauseMs;
  private stopped = false;
  listening = false;

  constructor(
    private readonly config: ClientConfig,
    private readonly heard: (position: bigint) => void,
  ) {}

  start(): void {
    void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    const { client } = this;
    this.lose(client);
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      ...this.config,
      // A pool hides its password from being copied along.
      ...(this.config.password !== undefined && { password: this.config.password }),
      keepAlive: true,
      connectionTimeoutMillis: connectMsMax,
      query_timeout: queryMsMax,
      application_name: 'ledger position watch',
    });
    this.client = client;
    client.on('error', () => {
      this.lose(client);
    });
    client.on('end', () => {
      this.lose(client);
    });
    try {
      await client.connect();
      await this.listen(client);
    } catch {
      this.lose(client);
      await client.end().catch(() => undefined);
    }
  }

  /** Listens first and reads then, so that no position falls between the two. */
  private async listen(client: Client): Promise<void> {
    client.on('notification', ({ payload }) => {
      const position = parsePosition(payload);
      if (position !== undefined && this.client === client) this.heard(position);
    });
    await client.query(`LISTEN ${positionChannel}`);
    const position = await readPosition(client);
    if (this.client !== client) return;
    this.listening = true;
    this.pauseMs = firstPauseMs;
    this.heard(position);
  }

  private lose(client: Client | undefined): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.listening = false;
    if (this.stopped) return;
    this.retry = setTimeout(() => void this.connect(), this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 2, pauseMsMax);
  }
}
