import { Client } from 'pg';
import { parsePosition, positionChannel } from '#read-models';
import { monotonicMs } from './monotonic.js';
import type { ShownPosition } from './projection-lag.js';

const positionsMax = 1_000_000;

/** Hears of every page that the projection commits, and when. It asks nothing, so it costs the system next to nothing. */
export class ShownPositions {
  readonly positions: ShownPosition[] = [];
  readonly #client: Client;

  private constructor(databaseUrl: string) {
    this.#client = new Client({ connectionString: databaseUrl });
    this.#client.on('error', () => undefined);
    this.#client.on('notification', ({ payload }) => {
      const position = parsePosition(payload);
      const last = this.positions.at(-1)?.position ?? -1n;
      if (position === undefined || position <= last || this.positions.length >= positionsMax)
        return;
      this.positions.push({ position, atMs: monotonicMs() });
    });
  }

  static async listen(databaseUrl: string): Promise<ShownPositions> {
    const listener = new ShownPositions(databaseUrl);
    await listener.#client.connect();
    await listener.#client.query(`LISTEN ${positionChannel}`);
    return listener;
  }

  async stop(): Promise<void> {
    await this.#client.end();
  }
}
