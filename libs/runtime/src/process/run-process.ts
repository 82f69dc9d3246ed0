import { setFlagsFromString } from 'node:v8';
import { withTimeoutOr } from '../async/timeout.js';

/**
 * Longest time for a start under way to end after a request to stop, and then for the stop itself.
 */
const stopWithinMs = 8_000;

const withinBound = <Value>(work: Promise<Value>, ms = stopWithinMs): Promise<Value | 'too slow'> =>
  withTimeoutOr(work, ms, () => 'too slow' as const);

/**
 * Runs a process of the ledger until it is asked to stop or ends. Resolves to the exit code: 0
 * after a requested stop, 1 if it ended by itself or did not stop in time. Rejects if it fails to
 * start.
 */
export const runProcess = async (start: () => Promise<LedgerProcess>): Promise<number> => {
  boundHeapGrowth();
  const stopAsked = stopRequest();
  const starting = start();
  await Promise.race([starting, stopAsked]);
  // A stop during the start waits for the start and then stops everything, so that nothing is left
  // running.
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

/** A part of the ledger that runs in this process: API, worker, event node or PostgreSQL. */
export interface LedgerProcess {
  /** The URL at which the process listens, if it does. */
  readonly url?: string;
  /** URLs of its metrics. */
  readonly metricsUrls?: readonly string[];
  /** Fulfilled when it has ended by itself or by `stop`; rejected if it failed. */
  readonly closed: Promise<void>;
  /** Time that `stop` goes on serving before it begins to stop; 0 if absent. */
  readonly leaveMs?: number;
  /**
   * Stops accepting, finishes what is in flight (bounded), flushes. May be called more than once.
   */
  stop(): Promise<void>;
}

/** The message of a child process that it is ready. */
export interface ReadyReport {
  readonly ready: true;
  readonly url?: string;
  /** URLs of its metrics. */
  readonly metricsUrls?: readonly string[];
}

export const isReadyReport = (message: unknown): message is ReadyReport =>
  typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;

/** Reports to the parent, if this process was forked by one, that it is ready and at which URL. */
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

/** The reason why the process should stop. */
export type StopReason = (typeof signals)[number] | 'parent gone';

/**
 * Calls `gone` after npm has died. npm passes SIGTERM and SIGINT on, but dies silently of SIGHUP
 * and SIGKILL; its script then gets another parent. A process that npm did not start may lose its
 * parent on purpose (`nohup`).
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
 * Fulfilled when the process is asked to stop: by a signal, or because its parent has ended (the
 * IPC channel of the `ledger up` that forked it closed, or npm died). So no process outlives the
 * command that started it (operations.md, "Stop, restart, crash").
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
 * Growth of the old generation, relative to the live objects of its last collection, before it is
 * collected again.
 */
const growthPercent = 30;

/**
 * Has V8 collect the old generation earlier. V8 lets it grow to up to four times the live objects,
 * more on a machine with more memory. Collected earlier, a process takes about half the memory and
 * a few per cent more CPU (docs/performance.md).
 */
export const boundHeapGrowth = (): void => {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
};
