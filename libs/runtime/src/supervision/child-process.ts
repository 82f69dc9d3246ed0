import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { withTimeoutOr } from '../async/timeout.js';
import { isReadyReport } from '../process/run-process.js';

/** The ending of a child process, in words. */
export type Ending = string;

/** One run of a child process. */
export class ProcessRun {
  readonly #child: ChildProcess;
  /** Fulfilled with the process's address once it is ready; never rejected. */
  readonly ready: Promise<ProcessAddress>;
  /** Fulfilled when the process has ended. */
  readonly exited: Promise<Ending>;
  #running = true;

  constructor(child: ChildProcess, onLine: (line: string) => void) {
    this.#child = child;

    readLines(this.#child.stdout, onLine);
    readLines(this.#child.stderr, onLine);
    this.ready = this.#awaitReady();
    this.exited = this.#awaitExit();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** SIGTERM, and SIGKILL if the process has not ended in time. */
  async stop(withinMs: number): Promise<void> {
    if (this.#running) this.#child.kill('SIGTERM');
    await withTimeoutOr(this.exited, withinMs, () => undefined);
    if (this.#running) this.#child.kill('SIGKILL');
    await this.exited;
  }

  async #awaitReady(): Promise<ProcessAddress> {
    return new Promise((resolve) => {
      this.#child.on('message', (message) => {
        if (!isReadyReport(message)) return;
        const { url, metricsUrls } = message;
        resolve({ ...(url !== undefined && { url }), ...(metricsUrls && { metricsUrls }) });
      });
    });
  }

  async #awaitExit(): Promise<Ending> {
    return new Promise((resolve) => {
      const end = (ending: Ending): void => {
        this.#running = false;
        resolve(ending);
      };
      this.#child.once('exit', (code, signal) => {
        end(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
      });
      this.#child.once('error', (error) => {
        if (this.#child.pid === undefined) end(error.message);
      });
    });
  }
}

/** Options for starting a child process. */
export interface ProcessLaunch {
  /** Arguments of the program. */
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Default: `stream`. */
  readonly load?: ProcessLoad;
}

/**
 * Makes threads share freed memory: otherwise each keeps a pool of its own, tens of megabytes
 * together (docs/performance.md). Only glibc reads it.
 */
const fewPools = { MALLOC_ARENA_MAX: '2' };

/** Unsets the `_FILE` variables of the given settings, so that the given values count. */
const notFromFiles = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.keys(environment).map((variable) => [`${variable}_FILE`, '']));

/** Starts a JavaScript file as a child process. */
export const forkProcess = (
  program: string,
  { args, environment, load = 'stream' }: ProcessLaunch,
): ChildProcess =>
  // Detached: a Ctrl-C on the terminal goes to the whole process group, and `up` stops its
  // processes in order.
  fork(program, args, {
    detached: true,
    env: { ...fewPools, ...process.env, ...notFromFiles(environment), ...environment },
    execArgv: [...nodeArguments(load, availableParallelism())],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });

/** The kind of work of a process, which decides its memory options. */
export type ProcessLoad =
  /** Hundreds of requests at once, whose objects live for tens of milliseconds. */
  | 'requests'
  /** Few objects, most of them short-lived. */
  | 'stream';

/**
 * With fewer cores, the threads of one process's garbage collector take the time of other
 * processes.
 */
const coresForCollectors = 4;

/**
 * Options of Node for a process that shares its cores with the others (measured in
 * docs/performance.md).
 *
 * Requests under way outlive a small young generation. Each collection copies their objects, which
 * slows the requests down, so that more of them are under way. With twice the space there are half
 * as many collections.
 *
 * For other processes, V8 collects with a thread for each core, and the threads wait for each other
 * busily. If every core has other work, one thread needs less time.
 */
export const nodeArguments = (load: ProcessLoad, cores: number): readonly string[] => {
  if (load === 'requests') return ['--max-semi-space-size=32'];
  return cores < coresForCollectors ? ['--single-threaded-gc'] : [];
};

/** The address that a process has reported. */
export interface ProcessAddress {
  readonly url?: string;
  /** URLs of its metrics. */
  readonly metricsUrls?: readonly string[];
}

/** A part of the ledger that runs as a supervised child process. */
export interface ProcessDefinition {
  readonly name: string;
  /**
   * Starts the process, with an IPC channel on which it reports that it is ready. `former` is its
   * address of an earlier start: it listens there again, so that URLs stay valid.
   */
  readonly start: (former: ProcessAddress) => ChildProcess;
  /**
   * If true, the others serve without it, and a failed first start is tried again like any other.
   */
  readonly isOptional?: boolean;
}

/** The port of a reported URL, or `otherwise` without one. */
export const portOf = (url: string | undefined, otherwise: number): number =>
  Number(/:(\d+)(?=[/?]|$)/.exec(url ?? '')?.[1] ?? otherwise);

const longestLine = 64 * 1024;

/**
 * Calls `onLine` for each line of the stream. A line of more than 64 KiB comes in pieces, so that
 * memory is bounded.
 */
export const readLines = (stream: Readable | null, onLine: (line: string) => void): void => {
  if (stream === null) return;
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
    if (rest.length > longestLine) flush();
  };
  const flush = (): void => {
    if (rest !== '') onLine(rest);
    rest = '';
  };
  stream.on('data', (chunk: Buffer) => {
    take(decoder.write(chunk));
  });
  stream.on('end', flush);
};
