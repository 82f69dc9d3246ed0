import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { PartAddress, PartDefinition } from './part-definition.js';
import { PartProcess } from './part-process.js';
import { RestartPolicy } from './restart-policy.js';

export interface Supervision {
  readonly logger: Logger;
  /** Called with every line the part writes. */
  readonly onLine: (line: string) => void;
  /** Called when the part's process or URL has changed. */
  readonly onChange: () => void;
}

/** A start longer than this counts as failed; crash recovery of a big log must fit. */
const readyWithinMs = 150_000;

/** Runs a part as a child process and starts it again when it dies, at the same address. */
export class SupervisedPart {
  /** Rejected when the part is given up; never fulfilled. */
  readonly failed: Promise<never>;
  private fail!: (error: Error) => void;
  private process: PartProcess | undefined;
  private reported: PartAddress = {};
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  constructor(
    readonly definition: PartDefinition,
    private readonly supervision: Supervision,
  ) {
    this.failed = new Promise<never>((_, reject) => {
      this.fail = reject;
    });
    // Whoever runs the part awaits `failed`; a rejection before that must not end the process.
    this.failed.catch(() => undefined);
  }

  get name(): string {
    return this.definition.name;
  }

  get url(): string | undefined {
    return this.reported.url;
  }

  get metricsUrls(): readonly string[] | undefined {
    return this.reported.metricsUrls;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** The first start: it works or rejects, without a second try, since a wrong setting does not mend itself. */
  async start(): Promise<void> {
    const first = this.launch();
    const ending = await this.readyOrEnded(first);
    if (ending !== undefined) throw new Error(`${this.name} did not start (${ending})`);
    this.watching = this.watch(first);
  }

  async stop(withinMs: number): Promise<void> {
    this.stopping.abort();
    await this.process?.stop(withinMs);
    await this.watching;
  }

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private launch(): PartProcess {
    const child = this.definition.start(this.reported);
    this.process = new PartProcess(child, this.supervision.onLine);
    this.supervision.onChange();
    return this.process;
  }

  /** `undefined` once the part is ready, else how it ended. */
  private async readyOrEnded(run: PartProcess): Promise<string | undefined> {
    const tooLate = new AbortController();
    const outcome = await Promise.race([
      run.ready,
      run.exited,
      delay(readyWithinMs, 'not ready in time', { signal: tooLate.signal, ref: false }),
    ]);
    tooLate.abort();
    if (typeof outcome !== 'string') {
      this.reported = { ...this.reported, ...outcome };
      this.supervision.onChange();
      return undefined;
    }
    await run.stop(0);
    return outcome;
  }

  private async watch(first: PartProcess): Promise<void> {
    const policy = new RestartPolicy();
    let run = first;
    let wasReady = true;
    for (;;) {
      const ending = await run.exited;
      if (this.isStopped()) return;
      const waitMs = policy.afterDeath(wasReady, Date.now());
      if (waitMs === undefined) {
        this.fail(new Error(`${this.name} keeps dying (${ending}); given up`));
        return;
      }
      this.supervision.logger.warn({ part: this.name, ending, waitMs }, 'A part died; restarting');
      await delay(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.isStopped()) return;
      run = this.launch();
      wasReady = (await this.readyOrEnded(run)) === undefined;
    }
  }
}
