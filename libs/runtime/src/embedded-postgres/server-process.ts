import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { withTimeoutOr } from '../async/timeout.js';
import { ensureDatabase, type DatabaseNeeded } from './ensure-database.js';
import { lastLines } from './last-lines.js';

/** How long crash recovery may take before the start counts as failed. */
const readyWithinMs = 120_000;

const escalation = [
  { signal: 'SIGINT', waitMs: 3_000 },
  { signal: 'SIGQUIT', waitMs: 1_000 },
  { signal: 'SIGKILL', waitMs: 1_000 },
] as const;

/** The server exited before it was ready; `retriable` if waiting for an earlier server's remains may help. */
export class ServerExited extends Error {
  override readonly name = 'ServerExited';
  readonly retriable: boolean;

  constructor(lines: readonly string[]) {
    super(`PostgreSQL did not start: ${lines.join(' ')}`);
    this.retriable = /shared memory block|Address already in use|lock file/.test(this.message);
  }
}

/** A postmaster that this process started. */
export class ServerProcess {
  readonly closed: Promise<void>;
  private readonly lines: () => readonly string[];
  private running = true;

  constructor(
    private readonly child: ChildProcess,
    onLine: (line: string) => void,
  ) {
    this.lines = lastLines(child.stderr, onLine);
    child.stdout?.resume();
    this.closed = new Promise((resolve) => {
      child.once('close', () => {
        this.running = false;
        resolve();
      });
      child.once('error', () => {
        this.running = false;
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Fulfilled once the server accepts connections and has the database, with its owner. */
  async ready(needed: DatabaseNeeded): Promise<void> {
    const deadline = Date.now() + readyWithinMs;
    while (this.running) {
      if (await ensureDatabase(needed)) return;
      if (Date.now() > deadline) throw new Error('PostgreSQL was not ready within two minutes.');
      await delay(50);
    }
    throw new ServerExited(this.lines());
  }

  async stop(): Promise<void> {
    for (const { signal, waitMs } of escalation) {
      if (!this.running) return;
      this.child.kill(signal);
      await withTimeoutOr(this.closed, waitMs, () => undefined);
    }
    await this.closed;
  }
}
