import { Client, type ClientConfig, type Pool } from 'pg';
import { parsePosition, positionChannel, readPosition } from '../projection/checkpoint.js';
import { PositionWaiters, PositionWatchStopped } from './position-waiters.js';

export interface PositionWatchOptions {
  /** The most waits at the same time; `waitFor` throws if there are more. Default 10,000. */
  readonly waitersMax?: number;
  /**
   * The pauses between polls of the position while a read waits, in milliseconds: `listening` while
   * a connection receives notifications (default 1,000), `deaf` without one (default 100).
   */
  readonly pollMs?: { readonly listening: number; readonly deaf: number };
}

const defaultPollMs = { listening: 1_000, deaf: 100 };

/**
 * Knows the position of the read model, and lets reads wait for a position (ledger.md, "Reading
 * your own write"). Each page of events that the projection applies reaches the watch by NOTIFY.
 * While a read waits, the position is also polled: often if the listening connection is lost, and
 * each second if the connection seems to work, because a broken connection can go unnoticed for
 * minutes.
 */
export class PositionWatch {
  readonly #waiters: PositionWaiters;
  readonly #listener: PositionListener;
  readonly #pollMs: { readonly listening: number; readonly deaf: number };
  #polling: NodeJS.Timeout | undefined;
  #last = -1n;
  #timesHeard = 0;
  #stopped = false;

  constructor(
    private readonly pool: Pool,
    options: PositionWatchOptions = {},
  ) {
    this.#waiters = new PositionWaiters(options.waitersMax ?? 10_000);
    this.#pollMs = options.pollMs ?? defaultPollMs;
    this.#listener = new PositionListener(pool.options, (position) => {
      this.#timesHeard += 1;
      this.#reach(position);
    });
  }

  /**
   * The newest position that is known; -1 if none is known yet. The position can fall when the read
   * models are rebuilt.
   */
  get reached(): bigint {
    return this.#last;
  }

  start(): void {
    this.#listener.start();
  }

  /**
   * Ends all waits with the error `PositionWatchStopped`. A wait must not look like one that timed
   * out, because the position may be reached a moment after the process has stopped.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#polling);
    this.#waiters.failAll(new PositionWatchStopped());
    await this.#listener.stop();
  }

  /**
   * Waits until everything up to `position` is applied, at most `timeoutMs`; returns the position
   * reached by then.
   *
   * @throws TooManyWaitingForPosition without having waited
   * @throws PositionWatchStopped when the watch stops, or has stopped, before `position` is reached
   */
  async waitFor(position: bigint, timeoutMs: number): Promise<bigint> {
    if (this.#last >= position) return this.#last;
    if (this.#stopped) throw new PositionWatchStopped();
    const waiting = this.#waiters.wait(position, timeoutMs);
    this.#pollSoon(this.#listener.listening ? this.#pollMs.listening : 0);
    await waiting;
    return this.#last;
  }

  #pollSoon(pauseMs: number): void {
    this.#polling ??= setTimeout(() => void this.#poll(), pauseMs);
  }

  async #poll(): Promise<void> {
    const before = this.#timesHeard;
    const position = await readPosition(this.pool).catch(() => undefined);
    this.#polling = undefined;
    // If a notification came during the read, its position is newer, and the position just read is
    // dropped.
    if (position !== undefined && before === this.#timesHeard) this.#reach(position);
    if (this.#waiters.size === 0 || this.#stopped) return;
    this.#pollSoon(this.#listener.listening ? this.#pollMs.listening : this.#pollMs.deaf);
  }

  #reach(position: bigint): void {
    this.#last = position;
    this.#waiters.wakeUpTo(position);
  }
}

const connectMsMax = 5_000;
const queryMsMax = 5_000;
const firstPauseMs = 100;
const pauseMsMax = 5_000;

/**
 * A PostgreSQL connection that receives the positions of the projection (LISTEN). If the connection
 * is lost, a new one is opened.
 */
export class PositionListener {
  #client: Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #pauseMs = firstPauseMs;
  #stopped = false;
  listening = false;

  constructor(
    private readonly config: ClientConfig,
    private readonly heard: (position: bigint) => void,
  ) {}

  start(): void {
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#lose(client);
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new Client({
      ...this.config,
      // In the options of a pool the password is a hidden property, which `...` does not copy.
      ...(this.config.password !== undefined && { password: this.config.password }),
      keepAlive: true,
      connectionTimeoutMillis: connectMsMax,
      query_timeout: queryMsMax,
      application_name: 'ledger position watch',
    });
    this.#client = client;
    client.on('error', () => {
      this.#lose(client);
    });
    client.on('end', () => {
      this.#lose(client);
    });
    try {
      await client.connect();
      await this.#listen(client);
    } catch {
      this.#lose(client);
      await client.end().catch(() => undefined);
    }
  }

  /**
   * Sends LISTEN before reading the position, so that no change of the position is missed between
   * the two steps.
   */
  async #listen(client: Client): Promise<void> {
    client.on('notification', ({ payload }) => {
      const position = parsePosition(payload);
      if (position !== undefined && this.#client === client) this.heard(position);
    });
    await client.query(`LISTEN ${positionChannel}`);
    const position = await readPosition(client);
    if (this.#client !== client) return;
    this.listening = true;
    this.#pauseMs = firstPauseMs;
    this.heard(position);
  }

  #lose(client: Client | undefined): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.listening = false;
    if (this.#stopped) return;
    this.#retry = setTimeout(() => void this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, pauseMsMax);
  }
}
