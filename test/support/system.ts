import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processIdentity, readRunFile } from '#runtime';
import type { RunFile } from '#runtime';
import { preparedDataDir } from './made-cluster.js';
import { waitMsMax } from './until.js';

export interface SystemOptions {
  /** The data directory. The default is a new temporary folder. `remove` deletes the directory. */
  readonly dataDir?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

interface Ready {
  readonly url: string;
  readonly pid: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly orderId: string;
}

export type PartName = 'api' | 'worker' | 'event-node' | 'postgres' | 'gateway-sandbox';

/**
 * A process that a test can kill. `postgres` is the process that supervises the PostgreSQL server,
 * and `postgres-server` is the server itself.
 */
export type Victim = PartName | 'postgres-server';

export const repository = join(import.meta.dirname, '..', '..');

/** The compiled program that `npm start` runs. */
export const mainProgram = join(repository, 'dist', 'apps', 'cli', 'src', 'main.js');

const keptOutput = 200_000;

/**
 * The environment for a started program. Variables of Node.js, Jest and npm are removed, because
 * they would change how the program runs.
 */
export const cleanEnvironment = (
  added: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> => {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(NODE_|JEST_|npm_)/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...added };
};

/**
 * Calls `condition` every 25 ms until it returns a value other than `undefined` or `false`. `what`
 * is the text for the error after a time-out.
 */
export const eventually = async <Value>(
  what: string,
  condition: () => Value | undefined | Promise<Value | undefined>,
  withinMs = waitMsMax,
): Promise<Value> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await delay(25);
  }
};

/**
 * The whole system as `npm start` runs it, on a free port and in a temporary folder. An IPC channel
 * connects it to the test process. The system stops when that channel closes, so it never outlives
 * the test.
 */
export class RunningSystem {
  private text = '';
  private ended: { readonly code: number | null; readonly signal: string | null } | undefined;
  private readyReport: Ready | undefined;

  private constructor(
    private readonly child: ChildProcess,
    readonly dataDir: string,
    private readonly readyFile: string,
  ) {
    const keep = (chunk: Buffer): void => {
      this.text = (this.text + chunk.toString('utf8')).slice(-keptOutput);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('close', (code, signal) => {
      this.ended = { code, signal };
    });
  }

  /**
   * Starts a system and waits until it is ready. Without `dataDir` the system gets a new folder.
   */
  static async start(options: SystemOptions = {}): Promise<RunningSystem> {
    const dataDir = options.dataDir ?? (await preparedDataDir());
    const system = RunningSystem.launch({ ...options, dataDir });
    try {
      await system.ready();
      return system;
    } catch (error) {
      await system.stop('SIGKILL');
      throw error;
    }
  }

  /** Starts a system without waiting for it to be ready, so that a test can watch the start. */
  static launch({ dataDir, environment = {}, args = [] }: SystemOptions = {}): RunningSystem {
    const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'ledger-system-'));
    const readyFile = join(folder, 'ready.json');
    rmSync(readyFile, { force: true });
    const child = spawn(process.execPath, [mainProgram, 'up', '--ready-file', readyFile, ...args], {
      cwd: tmpdir(),
      env: cleanEnvironment({ PORT: '0', DATA_DIR: folder, ...environment }),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new RunningSystem(child, folder, readyFile);
  }

  /** The output so far, at most the last 200,000 characters. */
  get output(): string {
    return this.text;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get url(): string {
    return this.report.url;
  }

  get clientId(): string {
    return this.report.clientId;
  }

  get clientSecret(): string {
    return this.report.clientSecret;
  }

  /**
   * The id of the order that a first start registers for trying things out. Nothing of it is
   * captured yet.
   */
  get orderId(): string {
    return this.report.orderId;
  }

  get runFile(): RunFile {
    const content = readRunFile(this.dataDir);
    if (content === undefined) throw new Error('There is no run.json.');
    return content;
  }

  async ready(): Promise<void> {
    const text = await eventually('the system is ready', () => {
      if (this.ended) throw new Error(`The system ended:\n${this.text}`);
      return existsSync(this.readyFile) ? readFileSync(this.readyFile, 'utf8') : undefined;
    });
    this.readyReport = JSON.parse(text) as Ready;
  }

  pidOf(victim: Victim): number {
    if (victim === 'postgres-server') {
      const file = join(this.dataDir, 'postgres', 'data', 'postmaster.pid');
      return Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
    }
    const part = this.runFile.parts[victim];
    if (part === undefined) throw new Error(`There is no part ${victim}.`);
    return part.pid;
  }

  /** The victim's process id; undefined while it is dead and not yet restarted. */
  pidIfRunning(victim: Victim): number | undefined {
    try {
      return survivors([this.pidOf(victim)])[0];
    } catch {
      return undefined;
    }
  }

  /**
   * Kills the victim with SIGKILL and returns its process id. If the victim is just being
   * restarted, the function waits for it first. Killing `postgres` does not end the PostgreSQL
   * server, which runs on until the restarted `postgres` replaces it.
   */
  async killRunning(victim: Victim): Promise<number> {
    return eventually(`${victim} runs`, () => {
      const pid = this.pidIfRunning(victim);
      if (pid === undefined) return undefined;
      try {
        process.kill(pid, 'SIGKILL');
        return pid;
      } catch {
        return undefined;
      }
    });
  }

  /**
   * The process ids of the whole system: `ledger up`, the processes that it started, and the
   * PostgreSQL server.
   */
  pids(): number[] {
    const parts = Object.values(this.runFile.parts).map(({ pid }) => pid);
    return [this.pid, ...parts, this.pidOf('postgres-server')];
  }

  /** Waits until the process has ended; returns its exit code, or `null` if a signal ended it. */
  async exit(): Promise<number | null> {
    const { code } = await eventually('the system has ended', () => this.ended);
    return code;
  }

  /** Sends the signal to `up`, waits for its end and returns its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.ended === undefined) this.child.kill(signal);
    return this.exit();
  }

  /** Deletes the data directory. Call this only after the system has ended. */
  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private get report(): Ready {
    if (this.readyReport === undefined) throw new Error('The system is not ready yet.');
    return this.readyReport;
  }
}

/**
 * `true` if the API reports that it and all its dependencies are ready. Otherwise `undefined`, so
 * that `eventually` keeps polling.
 */
export const isReady = async (url: string): Promise<true | undefined> => {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer?.status === 200 || undefined;
};

/** Returns the ids of those processes in the list that are still running. */
export const survivors = (pids: readonly number[]): number[] =>
  pids.filter((pid) => processIdentity(pid) !== undefined);
