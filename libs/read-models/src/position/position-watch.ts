import type { Pool } from 'pg';
import { PositionListener } from './position-listener.js';
import { PositionWaiters, PositionWatchStopped } from './position-waiters.js';
import { readPosition } from '../projection/checkpoint.js';

export interface PositionWatchOptions {
  /** How many may wait at once; beyond, `waitFor` throws `TooManyWaitingForPosition`. Default 10,000. */
  readonly waitersMax?: number;
  /** How often the position is read while someone waits and nothing is heard, in milliseconds. */
  readonly pollMs?: { readonly listening: number; readonly deaf: number };
}

const defaultPollMs = { listening: 1_000, deaf: 100 };

/**
 * Knows how far the read model has come, and lets reads wait for a position (ledger.md, "Reading your own write"). It hears of each
 * page by NOTIFY; while somebody waits it reads the position too, often when the listening connection is lost and
 * now and then when it seems well, because a broken connection can look well for minutes.
 */
export class PositionWatch {
  private readonly waiters: PositionWaiters;
  private readonly listener: PositionListener;
  private readonly pollMs: { readonly listening: number; readonly deaf: number };
  private polling: NodeJS.Timeout | undefined;
  private last = -1n;
  private timesHeard = 0;
  private stopped = false;

  constructor(
    private readonly pool: Pool,
    options: PositionWatchOptions = {},
  ) {
    this.waiters = new PositionWaiters(options.waitersMax ?? 10_000);
    this.pollMs = options.pollMs ?? defaultPollMs;
    this.listener = new PositionListener(pool.options, (position) => {
      this.timesHeard += 1;
      this.reach(position);
    });
  }

  /** The position last heard of or read; -1 before the first. It falls when the read models are rebuilt. */
  get reached(): bigint {
    return this.last;
  }

  start(): void {
    this.listener.start();
  }

  /**
   * Ends all waits with `PositionWatchStopped`: what is not reached when the process stops may be reached a moment later,
   * so nobody is told that it was not in time.
   */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.polling);
    this.waiters.failAll(new PositionWatchStopped());
    await this.listener.stop();
  }

  /**
   * Waits until everything up to `position` is applied, at most `timeoutMs`; answers what is reached by then.
   *
   * @throws TooManyWaitingForPosition without having waited
   * @throws PositionWatchStopped when the watch stops, or has stopped, before `position` is reached
   */
  async waitFor(position: bigint, timeoutMs: number): Promise<bigint> {
    if (this.last >= position) return this.last;
    if (this.stopped) throw new PositionWatchStopped();
    const waiting = this.waiters.wait(position, timeoutMs);
    this.pollSoon(this.listener.listening ? this.pollMs.listening : 0);
    await waiting;
    return this.last;
  }

  private pollSoon(pauseMs: number): void {
    this.polling ??= setTimeout(() => void this.poll(), pauseMs);
  }

  private async poll(): Promise<void> {
    const before = this.timesHeard;
    const position = await readPosition(this.pool).catch(() => undefined);
    this.polling = undefined;
    // What was heard meanwhile is newer than what was read.
    if (position !== undefined && before === this.timesHeard) this.reach(position);
    if (this.waiters.size === 0 || this.stopped) return;
    this.pollSoon(this.listener.listening ? this.pollMs.listening : this.pollMs.deaf);
  }

  private reach(position: bigint): void {
    this.last = position;
    this.waiters.wakeUpTo(position);
  }
}
