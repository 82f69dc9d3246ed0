import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRunFile } from '#runtime';
import { processPids, type Target } from './target.js';
import { until } from './until.js';

/** The compiled program of `ledger`. */
export const ledgerProgram = fileURLToPath(new URL('../../../cli/src/main.js', import.meta.url));

const readyWithinMs = 60_000;
const stopWithinMs = 30_000;
const restartWithinMs = 30_000;
const keptOutput = 20_000;

interface Ready {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * The environment of a ledger process, without variables of Node.js, npm and jest that would change
 * how it runs.
 */
export const ledgerEnvironment = (
  dataDir: string,
  added: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NODE_|JEST_|npm_)/.test(name)),
  ),
  DATA_DIR: dataDir,
  ...added,
});

/**
 * A ledger that the bench starts in a temporary folder on free ports. If the bench crashes, the
 * ledger stops too.
 */
export class StartedSystem implements Target {
  readonly dataDir: string;
  readonly #child: ChildProcess;
  #output = '';
  #ready: Ready | undefined;

  private constructor(child: ChildProcess, dataDir: string) {
    this.#child = child;
    this.dataDir = dataDir;
    const keep = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString('utf8')).slice(-keptOutput);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  }

  static async start(): Promise<StartedSystem> {
    const dataDir = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
    const readyFile = join(dataDir, 'ready.json');
    const child = spawn(process.execPath, [ledgerProgram, 'up', '--ready-file', readyFile], {
      cwd: dataDir,
      env: ledgerEnvironment(dataDir, { PORT: '0' }),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const system = new StartedSystem(child, dataDir);
    try {
      await system.#awaitReady(readyFile);
      return system;
    } catch (error) {
      await system.stop();
      throw error;
    }
  }

  get url(): string {
    return this.#report.url;
  }

  get clientId(): string {
    return this.#report.clientId;
  }

  get clientSecret(): string {
    return this.#report.clientSecret;
  }

  get eventStoreUrl(): string | undefined {
    return readRunFile(this.dataDir)?.eventStoreUrl;
  }

  get databaseUrl(): string | undefined {
    return readRunFile(this.dataDir)?.databaseUrl;
  }

  readonly pids = () => processPids(this.dataDir);

  readonly restart = async (part: string): Promise<void> => {
    const former = this.pids()[part];
    if (former === undefined) throw new Error(`There is no part ${part}.`);
    process.kill(former, 'SIGTERM');
    await until({ what: `${part} is restarted`, withinMs: restartWithinMs }, () => {
      const pid = this.pids()[part];
      return pid === undefined || pid === former ? undefined : pid;
    });
    await until({ what: `ready after ${part}`, withinMs: restartWithinMs }, async () => {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      return answer?.status === 200 || undefined;
    });
  };

  readonly stop = async (): Promise<void> => {
    if (!this.#hasEnded) this.#child.kill('SIGTERM');
    const ended = (): true | undefined => this.#hasEnded || undefined;
    await until({ what: 'the system has ended', withinMs: stopWithinMs }, ended).catch(() =>
      this.#child.kill('SIGKILL'),
    );
    rmSync(this.dataDir, { recursive: true, force: true });
  };

  async #awaitReady(readyFile: string): Promise<void> {
    const text = await until({ what: 'the system is ready', withinMs: readyWithinMs }, () => {
      if (this.#hasEnded) throw new Error(`The system ended:\n${this.#output}`);
      return existsSync(readyFile) ? readFileSync(readyFile, 'utf8') : undefined;
    });
    this.#ready = JSON.parse(text) as Ready;
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get #report(): Ready {
    if (this.#ready === undefined) throw new Error('The system is not ready yet.');
    return this.#ready;
  }
}
