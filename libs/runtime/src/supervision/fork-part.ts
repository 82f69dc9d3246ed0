import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { nodeArguments, type PartLoad } from './node-arguments.js';

/** How a part is started as a child process. */
export interface PartLaunch {
  /** Arguments of the program. */
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** `stream` unless it says otherwise. */
  readonly load?: PartLoad;
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
export const forkPart = (
  program: string,
  { args, environment, load = 'stream' }: PartLaunch,
): ChildProcess =>
  // Detached: a Ctrl-C on the terminal goes to the whole process group, and parts are stopped in order by `up`.
  fork(program, args, {
    detached: true,
    env: { ...fewPools, ...process.env, ...notFromFiles(environment), ...environment },
    execArgv: [...nodeArguments(load, availableParallelism())],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
