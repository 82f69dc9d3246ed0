import type { ChildProcess } from 'node:child_process';
import { withTimeoutOr } from '../async/timeout.js';
import { isReadyReport } from '../part/report-ready.js';
import type { PartAddress } from './part-definition.js';
import { readLines } from './read-lines.js';

/** How a child process ended, in words. */
export type Ending = string;

/** One run of a part as a child process of this one. */
export class PartProcess {
  /** Fulfilled with where the part listens, once it is ready; never rejected. */
  readonly ready: Promise<PartAddress>;
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

  private async awaitReady(): Promise<PartAddress> {
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
