import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { withTimeoutOr } from '../async/waiting.js';
import { isReadyReport } from '../process/run-process.js';

/** The ending of a child process, such as `exit code 1` or `signal SIGKILL`. */
export type Ending = string;

/** One run of a child process, from its start to its end. */
export class ProcessRun {
  readonly #child: ChildProcess;
  /** Resolves to the process's address once it is ready; never rejects. */
  readonly ready: Promise<ProcessAddress>;
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

  /** Sends SIGTERM, and SIGKILL if the process has not ended within `withinMs` milliseconds. */
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

export interface ProcessLaunch {
  readonly args: readonly string[];
  /** Variables that the child process gets in addition to the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** The kind of work that the child process does; by default `stream`. */
  readonly load?: ProcessLoad;
}

/**
 * Limits glibc to two memory pools. By default glibc has a pool for each thread, and keeps tens of
 * megabytes of freed memory in these pools (docs/performance.md).
 */
const fewPools = { MALLOC_ARENA_MAX: '2' };

/**
 * Empties the `_FILE` variables of these settings in the environment of the child process. The
 * child gets the values directly, and refuses a setting that has both a value and a file.
 */
const notFromFiles = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.keys(environment).map((variable) => [`${variable}_FILE`, '']));

/** Starts a JavaScript file as a child process, with an IPC channel to it. */
export const forkProcess = (
  program: string,
  { args, environment, load = 'stream' }: ProcessLaunch,
): ChildProcess =>
  // The child process is detached, because a Ctrl-C on the terminal would otherwise reach all
  // processes at once. `up` has to stop its processes in order.
  fork(program, args, {
    detached: true,
    env: { ...fewPools, ...process.env, ...notFromFiles(environment), ...environment },
    execArgv: [...nodeArguments(load, availableParallelism())],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });

/** The kind of work of a process, which decides its options of Node.js. */
export type ProcessLoad =
  /** Hundreds of requests at the same time, whose objects live for tens of milliseconds. */
  | 'requests'
  /** A stream of work with few objects, most of them short-lived. */
  | 'stream';

/**
 * With fewer cores than this, a garbage collector uses only one thread: further threads would take
 * the time of other processes.
 */
const coresForCollectors = 4;

/**
 * The options of Node.js for a process that shares the cores with other processes (measured in
 * docs/performance.md).
 *
 * `requests`: the objects of a request live longer than the time between two collections of a small
 * young generation. Each collection then copies these objects, which slows the requests. A young
 * generation of twice the size halves the number of collections.
 *
 * `stream`: V8 collects garbage with one thread per core, and these threads use CPU time while they
 * wait for each other. On few cores, which other processes need too, a single thread is faster.
 */
export const nodeArguments = (load: ProcessLoad, cores: number): readonly string[] => {
  if (load === 'requests') return ['--max-semi-space-size=32'];
  return cores < coresForCollectors ? ['--single-threaded-gc'] : [];
};

/** The addresses that a process has reported. */
export interface ProcessAddress {
  readonly url?: string;
  /** The URLs at which the process serves its metrics. */
  readonly metricsUrls?: readonly string[];
}

/** A part of the ledger that runs as a supervised child process, such as the worker. */
export interface ProcessDefinition {
  readonly name: string;
  /**
   * Starts the process with an IPC channel, on which the process reports that it is ready. `former`
   * has the addresses that the process had before it was restarted. The process has to listen at
   * the same addresses, so that its URLs stay valid.
   */
  readonly start: (former: ProcessAddress) => ChildProcess;
  /**
   * If true, the other processes can serve without this process. If its first start fails, they
   * keep running and the start is tried again.
   */
  readonly isOptional?: boolean;
}

/** The port in a URL; `otherwise` if there is no URL or no port in the URL. */
export const portOf = (url: string | undefined, otherwise: number): number =>
  Number(/:(\d+)(?=[/?]|$)/.exec(url ?? '')?.[1] ?? otherwise);

const longestLine = 64 * 1024;

/**
 * Calls `onLine` for each line of the stream. A line of more than 64 KiB comes in pieces, so that
 * memory stays bounded.
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
