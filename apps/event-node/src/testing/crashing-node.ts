import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** The steps of a write to the disk, in order, at which the process can kill itself. */
export const crashSteps = [
  'before-write',
  'within-write',
  'after-write',
  'before-answer',
  'within-index',
] as const;

type CrashStep = (typeof crashSteps)[number];

interface Crash {
  readonly step: CrashStep;
  /**
   * The number of the write to the disk at which the process kills itself, counted from 1 at the
   * start of the process.
   */
  readonly round: number;
}

/**
 * The folder of the compiled node. The node runs in a separate process, which cannot run
 * TypeScript.
 */
const builtNode = resolve('dist/apps/event-node/src/');
const entryFile = join(import.meta.dirname, 'node-process.mjs');

const firstLineOf = async (output: Readable): Promise<string> => {
  const [line] = (await once(createInterface(output), 'line')) as [string];
  return line;
};

/**
 * A node in a separate process. After each crash, a test starts the node again on the same
 * directory.
 */
export class CrashingNode {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'crashing-node-'));
  #child: ChildProcess | undefined;
  #url = '';
  #fileBytes: number | undefined;
  #stderr = '';

  get url(): string {
    return this.#url;
  }

  /** The text that the running process has written to standard error so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /**
   * Starts the process and waits until the node is ready. With `crash`, the process later kills
   * itself at the given step.
   */
  async start(crash?: Crash): Promise<void> {
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      DATA_DIR: this.#dataDir,
      BUILT_NODE: `${pathToFileURL(builtNode).href}/`,
    };
    const crashEnv = crash && { CRASH_STEP: crash.step, CRASH_AFTER: String(crash.round) };
    const child = spawn(process.execPath, [entryFile], {
      env: { ...env, ...crashEnv },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    if (this.#fileBytes !== undefined) this.limitFiles(this.#fileBytes);
    const ended = once(child, 'exit').then(() => {
      throw new Error(`The node did not start: ${this.#stderr}`);
    });
    const line = await Promise.race([firstLineOf(child.stdout), ended]);
    ended.catch(() => undefined); // `kill` waits for the end of the process.
    this.#url = (JSON.parse(line) as { url: string }).url;
  }

  /**
   * Simulates a full disk, on Linux only: no file of this process, or of the processes that are
   * started later, can grow beyond this size. Undefined removes the limit.
   */
  limitFiles(bytes: number | undefined): void {
    this.#fileBytes = bytes;
    const limit = `--fsize=${bytes ?? 'unlimited'}:`; // Only the soft limit is set, because a hard limit cannot be raised again.
    execFileSync('prlimit', ['--pid', String(this.#child?.pid), limit]);
  }

  /**
   * Kills the process with SIGKILL, so that it writes nothing more. Signal 0 sends nothing, and
   * only waits until a process that kills itself has ended.
   */
  async kill(signal: NodeJS.Signals | 0 = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.signalCode !== null || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  async discard(): Promise<void> {
    await this.kill();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
