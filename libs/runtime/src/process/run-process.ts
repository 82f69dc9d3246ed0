import { setFlagsFromString } from 'node:v8';
import { withTimeoutOr } from '../async/waiting.js';

/**
 * The time limit for a stop, in milliseconds. If the process is still starting, the start first
 * gets this time to finish, and then the stop gets the same time.
 */
const stopWithinMs = 8_000;

const withinBound = <Value>(work: Promise<Value>, ms = stopWithinMs): Promise<Value | 'too slow'> =>
  withTimeoutOr(work, ms, () => 'too slow' as const);

/**
 * Runs a process of the ledger until it is asked to stop or ends by itself. Resolves to the exit
 * code: 0 after a requested stop, 1 if the process ended by itself or did not stop in time. Rejects
 * if it fails to start.
 */
export const runProcess = async (start: () => Promise<LedgerProcess>): Promise<number> => {
  boundHeapGrowth();
  const stopAsked = stopRequest();
  const starting = start();
  await Promise.race([starting, stopAsked]);
  // If the request to stop comes during the start, the end of the start is awaited first, so that
  // everything that was started is stopped too.
  const part = await withinStart(starting, stopAsked);
  if (part === 'too slow') return 1;
  reportReady(part);
  const ended = part.closed.then(() => 'ended' as const);
  if ((await Promise.race([stopAsked, ended])) === 'ended') return 1;
  const withinMs = stopWithinMs + (part.leaveMs ?? 0);
  return (await withinBound(part.stop(), withinMs)) === 'too slow' ? 1 : 0;
};

const withinStart = async (
  starting: Promise<LedgerProcess>,
  stopAsked: Promise<unknown>,
): Promise<LedgerProcess | 'too slow'> =>
  Promise.race([starting, stopAsked.then(async () => withinBound(starting))]);

/** The API, the worker, the event node or another part of the ledger that runs in this process. */
export interface LedgerProcess {
  /** The URL at which the process listens; absent if it does not listen. */
  readonly url?: string;
  /** The URLs at which the process serves its metrics. */
  readonly metricsUrls?: readonly string[];
  /** Resolves when the process has ended, by itself or by `stop`; rejects if it failed. */
  readonly closed: Promise<void>;
  /**
   * The time in milliseconds for which the process still serves after `stop` was called; 0 if
   * absent.
   */
  readonly leaveMs?: number;
  /**
   * Stops accepting work, finishes what is under way within a time limit, and writes out what has
   * to be durable. May be called more than once.
   */
  stop(): Promise<void>;
}

/** The message by which a child process reports that it is ready. */
export interface ReadyReport {
  readonly ready: true;
  readonly url?: string;
  /** The URLs at which the child process serves its metrics. */
  readonly metricsUrls?: readonly string[];
}

export const isReadyReport = (message: unknown): message is ReadyReport =>
  typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;

/**
 * If a parent process forked this process, reports to it that this process is ready and at which
 * URLs.
 */
export const reportReady = ({ url, metricsUrls }: Omit<ReadyReport, 'ready'>): void => {
  const report: ReadyReport = {
    ready: true,
    ...(url !== undefined && { url }),
    ...(metricsUrls !== undefined && { metricsUrls }),
  };
  if (process.connected) process.send?.(report);
};

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const parentCheckMs = 500;

export type StopReason = (typeof signals)[number] | 'parent gone';

/**
 * Calls `gone` after the npm process that started this process has died. If npm is ended by SIGHUP
 * or SIGKILL, its script gets no signal, but another process becomes its parent. A process that npm
 * did not start is not watched, because it may lose its parent on purpose (`nohup`).
 */
const watchNpm = (gone: () => void): void => {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, parentCheckMs);
  timer.unref();
};

/**
 * Resolves when the process is asked to stop: by a signal, or because the process that started it
 * has ended. The end of the `ledger up` that forked this process is noticed by the closed IPC
 * channel; the end of npm is noticed by `watchNpm`. So no process outlives the command that started
 * it (operations.md, "Stop, restart, crash").
 */
export const stopRequest = async (): Promise<StopReason> =>
  new Promise((resolve) => {
    for (const signal of signals) {
      process.on(signal, () => {
        resolve(signal);
      });
    }
    const gone = (): void => {
      resolve('parent gone');
    };
    if (process.send === undefined) watchNpm(gone);
    else if (process.connected) process.once('disconnect', gone);
    else gone();
  });

/**
 * V8 collects the old generation of the heap when it is this percentage larger than after the last
 * collection.
 */
const growthPercent = 30;

/**
 * Makes V8 collect the old generation of the heap earlier. By default V8 lets the old generation
 * grow to four times the size of the living objects, and further on a machine with much memory.
 * With earlier collections a process takes about half the memory and a few per cent more CPU
 * (docs/performance.md).
 */
export const boundHeapGrowth = (): void => {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
};
