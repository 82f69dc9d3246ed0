import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { withTimeoutOr } from '../async/waiting.js';
import { readLines } from '../supervision/child-process.js';
import { type DatabaseNeeded, ensureDatabase } from './ensure-database.js';

/**
 * Longest time for the server to get ready, in milliseconds. The time is enough for a crash
 * recovery.
 */
const readyWithinMs = 120_000;

const escalation = [
  { signal: 'SIGINT', waitMs: 3_000 },
  { signal: 'SIGQUIT', waitMs: 1_000 },
  { signal: 'SIGKILL', waitMs: 1_000 },
] as const;

/**
 * The server exited before it was ready. `retriable` is true if the cause may disappear by itself,
 * such as shared memory of an earlier server that is not freed yet.
 */
export class ServerExited extends Error {
  override readonly name = 'ServerExited';
  readonly retriable: boolean;

  constructor(lines: readonly string[]) {
    super(`PostgreSQL did not start: ${lines.join(' ')}`);
    this.retriable = /shared memory block|Address already in use|lock file/.test(this.message);
  }
}

export class ServerProcess {
  readonly #child: ChildProcess;
  readonly closed: Promise<void>;
  readonly #lines: () => readonly string[];
  #running = true;

  constructor(child: ChildProcess, onLine: (line: string) => void) {
    this.#child = child;

    this.#lines = lastLines(child.stderr, onLine);
    child.stdout?.resume();
    this.closed = new Promise((resolve) => {
      child.once('close', () => {
        this.#running = false;
        resolve();
      });
      child.once('error', () => {
        this.#running = false;
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resolves once the server accepts connections and has the database with its owner. */
  async ready(needed: DatabaseNeeded): Promise<void> {
    const deadline = Date.now() + readyWithinMs;
    while (this.#running) {
      if (await ensureDatabase(needed)) return;
      if (Date.now() > deadline) throw new Error('PostgreSQL was not ready within two minutes.');
      await delay(50);
    }
    throw new ServerExited(this.#lines());
  }

  async stop(): Promise<void> {
    for (const { signal, waitMs } of escalation) {
      if (!this.#running) return;
      this.#child.kill(signal);
      await withTimeoutOr(this.closed, waitMs, () => undefined);
    }
    await this.closed;
  }
}

const mostLines = 20;

/** Remembers the newest lines that a program wrote to a stream, for the message of an error. */
export const lastLines = (
  stream: Readable | null,
  onLine: (line: string) => void = () => undefined,
): (() => readonly string[]) => {
  const lines: string[] = [];
  readLines(stream, (line) => {
    lines.push(line);
    if (lines.length > mostLines) lines.shift();
    onLine(line);
  });
  return () => lines;
};

const levels = { WARNING: 'warn', ERROR: 'warn', FATAL: 'warn', PANIC: 'error' } as const;

/**
 * Messages that PostgreSQL writes at every start and stop, because clients are refused meanwhile.
 */
const expected = /the database system is (starting up|shutting down)|due to administrator command/;

const levelOf = (line: string): 'debug' | 'warn' | 'error' => {
  if (expected.test(line)) return 'debug';
  const [, severity = ''] = /^([A-Z]+):/.exec(line) ?? [];
  return severity in levels ? levels[severity as keyof typeof levels] : 'debug';
};

/**
 * Writes the lines of the server into the log of this process, with the level of their severity.
 */
export const logServerLine =
  (logger: Logger) =>
  (line: string): void => {
    logger[levelOf(line)](line);
  };
