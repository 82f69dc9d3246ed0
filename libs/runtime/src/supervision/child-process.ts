import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { withTimeoutOr } from '../async/timeout.js';
import { isReadyReport } from '../process/run-process.js';

/** How a child process ended, in words. */
export type Ending = string;

/** One run of a part as a child process of this one. */
export class ProcessRun {
  /** Fulfilled with where the part listens, once it is ready; never rejected. */
  readonly ready: Promise<ProcessAddress>;
  /** Fulfilled when the process has ended. */
  readonly exited: Promise<Ending>;
  private running = true;

  constructor(
    private readonly child: ChildProcess,
    onLine: (line: string) => void,
  ) {
    readLines(this.child.stdout, onLine);
    readLines(this.child.stderr, onLine);
    this.ready = this.awaitReady();
    this.exited = this.awaitExit();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** SIGTERM, and SIGKILL if the process has not ended in time. */
  async stop(withinMs: number): Promise<void> {
    if (this.running) this.child.kill('SIGTERM');
    await withTimeoutOr(this.exited, withinMs, () => undefined);
    if (this.running) this.child.kill('SIGKILL');
    await this.exited;
  }

  private async awaitReady(): Promise<ProcessAddress> {
    return new Promise((resolve) => {
      this.child.on('message', (message) => {
        if (!isReadyReport(message)) return;
        const { url, metricsUrls } = message;
        resolve({ ...(url !== undefined && { url }), ...(metricsUrls && { metricsUrls }) });
      });
    });
  }

  private async awaitExit(): Promise<Ending> {
    return new Promise((resolve) => {
      const end = (ending: Ending): void => {
        this.running = false;
        resolve(ending);
      };
      this.child.once('exit', (code, signal) => {
        end(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
      });
      this.child.once('error', (error) => {
        if (this.child.pid === undefined) end(error.message);
      });
    });
  }
}

/** How a part is started as a child process. */
export interface ProcessLaunch {
  /** Arguments of the program. */
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** `stream` unless it says otherwise. */
  readonly load?: ProcessLoad;
}

/**
 * Memory that one thread gave back another one uses: each thread would keep a pool of its own, tens of megabytes together
 * (docs/performance.md). glibc alone reads it.
 */
const fewPools = { MALLOC_ARENA_MAX: '2' };

/** A value that is given takes the place of the file that the same setting may be read from. */
const notFromFiles = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.keys(environment).map((variable) => [`${variable}_FILE`, '']));

/** Starts a program, a JavaScript file, as a part of its own. */
export const forkProcess = (
  program: string,
  { args, environment, load = 'stream' }: ProcessLaunch,
): ChildProcess =>
  // Detached: a Ctrl-C on the terminal goes to the whole process group, and parts are stopped in order by `up`.
  fork(program, args, {
    detached: true,
    env: { ...fewPools, ...process.env, ...notFromFiles(environment), ...environment },
    execArgv: [...nodeArguments(load, availableParallelism())],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });

/** What a part keeps its memory for. */
export type ProcessLoad =
  /** Hundreds of requests at once, each with its objects, for tens of milliseconds. */
  | 'requests'
  /** Little that lives for long. */
  | 'stream';

/** With fewer cores than this, the threads of one part's garbage collector take the time of another part. */
const coresForCollectors = 4;

/**
 * What Node is given for a part that shares its cores with all others (measured in docs/performance.md).
 *
 * Requests under way outlive a small young generation: each collection copies them all, the more the slower they are
 * answered, which makes them slower still. With twice the room there are half as many.
 *
 * For other parts V8 collects with as many threads as there are cores, which wait for each other busily: where every core has
 * work, one thread does the same with less.
 */
export const nodeArguments = (load: ProcessLoad, cores: number): readonly string[] => {
  if (load === 'requests') return ['--max-semi-space-size=32'];
  return cores < coresForCollectors ? ['--single-threaded-gc'] : [];
};

/** Where a part listens, as it reported. */
export interface ProcessAddress {
  readonly url?: string;
  /** Where its processes serve their metrics. */
  readonly metricsUrls?: readonly string[];
}

/** A part that is run and watched as a child process. */
export interface ProcessDefinition {
  readonly name: string;
  /**
   * Starts the process, with an IPC channel on which it says that it is ready. `former` is what the part reported at an
   * earlier start: it listens there again, so that URLs stay valid.
   */
  readonly start: (former: ProcessAddress) => ChildProcess;
  /** The others serve without it from the start on: a first start that fails is tried again like any other. */
  readonly isOptional?: boolean;
}

/** The port of a URL that a part reported, or `otherwise` where it has not reported one. */
export const portOf = (url: string | undefined, otherwise: number): number =>
  Number(/:(\d+)(?=[/?]|$)/.exec(url ?? '')?.[1] ?? otherwise);

const longestLine = 64 * 1024;

/** Calls `onLine` for every line of the stream; a line beyond 64 KiB comes in pieces, so that memory is bounded. */
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
