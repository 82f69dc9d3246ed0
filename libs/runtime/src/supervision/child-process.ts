import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { withTimeoutOr } from '../async/timeout.js';
import { isReadyReport } from '../process/run-process.js';

/** The ending of a child process, such as `exit code 1` or `signal SIGKILL`. */
export type Ending = string;

/** One run of a child process, from its start to its end. */
export class ProcessRun {
  readonly #child: ChildProcess;
  /** Resolves to the process's address once it is ready; never rejects. */
  readonly ready: Promise<ProcessAddress>;
  /** Resolves when the process has ended. */
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

/** The options of a child process. */
export interface ProcessLaunch {
  /** The command-line arguments of the program. */
  readonly args: readonly string[];
  /** Variables to add to the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** The kind of work, by default `stream`. */
  readonly load?: ProcessLoad;
}

/**
 * Limits glibc to two memory pools. By default each thread keeps freed memory in a pool of its own,
 * tens of megabytes together (docs/performance.md).
 */
const fewPools = { MALLOC_ARENA_MAX: '2' };

/**
 * Empties the `_FILE` variables of these settings in the environment of the child process, because
 * a setting with both a value and a file is refused.
 */
const notFromFiles = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.keys(environment).map((variable) => [`${variable}_FILE`, '']));

/** Starts a JavaScript file as a child process, with an IPC channel to it. */
export const forkProcess = (
  program: string,
  { args, environment, load = 'stream' }: ProcessLaunch,
): ChildProcess =>
  // Detached: a Ctrl-C on the terminal reaches the whole process group, but `up` has to stop its
  // processes in order.
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
 * `requests`: the objects of requests under way outlive a small young generation. Each collection
 * copies them, which slows the requests, so that still more are under way. Twice the space halves
 * the number of collections.
 *
 * `stream`: V8 collects with a thread for each core, and these threads wait for each other busily.
 * If all cores have other work, one thread needs less time.
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
   * has the addresses of the last start of this process: it has to listen at them again, so that
   * its URLs stay valid.
   */
  readonly start: (former: ProcessAddress) => ChildProcess;
  /**
   * If true, the other processes serve without this one: if its first start fails, they are not
   * stopped, and the start is tried again.
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
