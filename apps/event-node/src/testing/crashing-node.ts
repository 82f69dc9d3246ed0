import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The built entry of the node: tests run after the build. */
const ENTRY = resolve('dist/apps/event-node/src/serve.js');

/** A node as a process of its own, on one directory through all its crashes. */
export class CrashingNode {
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'crashing-node-'));
  #child: ChildProcess | undefined;
  #url = '';

  get url(): string {
    return this.#url;
  }

  /** Starts the process and waits until it says that it is ready. */
  async start(): Promise<void> {
    const env = { ...process.env, NODE_OPTIONS: '', EVENT_NODE_PORT: '0', DATA_DIR: this.#dataDir };
    const child = spawn(process.execPath, [ENTRY], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    this.#url = (JSON.parse(line) as { url: string }).url;
  }

  /** SIGKILL: no chance to write anything more. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async discard(): Promise<void> {
    await this.kill();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
