import { setFlagsFromString } from 'node:v8';
import { withTimeoutOr } from '../async/timeout.js';

/** How long a start that is under way may still take once a stop was asked for, and then the stop itself. */
const stopWithinMs = 8_000;

const withinBound = <Value>(work: Promise<Value>, ms = stopWithinMs): Promise<Value | 'too slow'> =>
  withTimeoutOr(work, ms, () => 'too slow' as const);

/**
 * Runs one part until it is asked to stop or ends, and answers the exit code: 0 after a stop that was asked for, 1
 * when the part ended by itself or did not stop in time. A part that fails to start rejects.
 */
export const runProcess = async (start: () => Promise<LedgerProcess>): Promise<number> => {
  boundHeapGrowth();
  const stopAsked = stopRequest();
  const starting = start();
  await Promise.race([starting, stopAsked]);
  // Asked to stop during the start: what was begun is finished and then taken down, so that nothing is left behind.
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

/** A part of the system that runs in this process: API, worker, event node, PostgreSQL. */
export interface LedgerProcess {
  /** Where others reach it, if it listens. */
  readonly url?: string;
  /** Where its processes serve their metrics. */
  readonly metricsUrls?: readonly string[];
  /** Fulfilled when the part has ended by itself or by `stop`; rejected when it failed. */
  readonly closed: Promise<void>;
  /** How long `stop` goes on serving before it begins to stop; 0 if absent. */
  readonly leaveMs?: number;
  /** Stops accepting, finishes what is in flight (bounded), flushes. May be called more than once. */
  stop(): Promise<void>;
}

/** What a part tells the process that forked it. */
export interface ReadyReport {
  readonly ready: true;
  readonly url?: string;
  /** Where its processes serve their metrics. */
  readonly metricsUrls?: readonly string[];
}

export const isReadyReport = (message: unknown): message is ReadyReport =>
  typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;

/** Tells the parent, if this process was forked by one, that the part is ready and where. */
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

/** Why the process should stop. */
export type StopReason = (typeof signals)[number] | 'parent gone';

/**
 * npm passes SIGTERM and SIGINT on, but dies of SIGHUP and SIGKILL without a word; its script then gets another parent.
 * A process that npm did not start may lose its parent on purpose (`nohup`).
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
 * Fulfilled when the process is asked to stop: by a signal, or because its parent went away (the IPC channel of the
 * `ledger up` that forked it closed, or npm died), so that nothing outlives the command that was started (operations.md,
 * "Stop, restart, crash").
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

/** How far the old generation may grow over what was alive at its last collection before it is collected again. */
const growthPercent = 30;

/**
 * V8 lets the old generation grow to up to four times what is alive before it collects it again, the more the more
 * memory the machine has. Collected earlier, a part takes about half the memory and a few per cent more CPU
 * (docs/performance.md).
 */
export const boundHeapGrowth = (): void => {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
};
