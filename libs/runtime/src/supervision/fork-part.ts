import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { nodeArguments } from './node-arguments.js';

/** How a part is started as a child process. */
export interface PartLaunch {
  /** Arguments of the program. */
  readonly args: readonly string[];
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a program, a JavaScript file, as a part of its own. */
export const forkPart = (program: string, { args, environment }: PartLaunch): ChildProcess =>
  // Detached: a Ctrl-C on the terminal goes to the whole process group, and parts are stopped in order by `up`.
  fork(program, args, {
    detached: true,
    env: { ...process.env, ...environment },
    execArgv: [...nodeArguments(availableParallelism())],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
