import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const stopWithinMs = 5_000;

/** A child process that runs jobs, one at a time, and returns the result of each. */
export class ChildTask<Job, Result> {
  readonly #child: ChildProcess;

  /** Starts the process. `program` is the URL of a compiled module. */
  constructor(program: URL) {
    this.#child = fork(fileURLToPath(program), {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  /**
   * Runs a job. Rejects if the process ends or does not answer in time. After a rejection the
   * process cannot be used again.
   */
  async run(job: Job, withinMs: number): Promise<Result> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#child.off('message', onMessage).off('exit', onExit);
        act();
      };
      const fail = (reason: string): void => {
        settle(() => {
          reject(new Error(reason));
        });
      };
      const onMessage = (result: unknown): void => {
        settle(() => {
          resolve(result as Result);
        });
      };
      const onExit = (): void => {
        fail('A process of the bench ended before it answered.');
      };
      const timer = setTimeout(() => {
        fail(`A process of the bench did not answer within ${withinMs} ms.`);
      }, withinMs);
      this.#child.once('message', onMessage).once('exit', onExit);
      this.#child.send(job as object);
    });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopWithinMs);
      this.#child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      if (this.#child.connected) this.#child.disconnect();
    });
  }
}
