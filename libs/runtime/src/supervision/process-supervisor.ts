import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type ProcessAddress, type ProcessDefinition, ProcessRun } from './child-process.js';
import { RestartPolicy, settledMs } from './restart-policy.js';

export interface Supervision {
  readonly logger: Logger;
  /** Called for each line that the process writes. */
  readonly onLine: (line: string) => void;
  /** Called when the process id, the addresses or `failing` has changed. */
  readonly onChange: () => void;
}

/**
 * The longest time for a start, in milliseconds. The time is enough for the crash recovery of a
 * large log.
 */
const readyWithinMs = 150_000;

const keepsDying =
  'A part keeps dying; the others go on without it, and it is tried again and again';

/**
 * The failure of a process that keeps dying, or of an optional process whose first start failed.
 */
export interface ProcessFailure {
  /** The latest ending of the process, such as `exit code 1`. */
  readonly ending: string;
  /** The number of deaths since the process last worked for a while. */
  readonly deaths: number;
  /** When the failure was first noticed; RFC 3339, UTC. */
  readonly since: string;
}

interface Run {
  readonly process: ProcessRun;
  readonly startedAt: number;
  /**
   * The ending of a process that ended before it was ready; `undefined` if the process became
   * ready.
   */
  readonly failedStart: string | undefined;
}

/**
 * Runs a child process, and starts it again at the same address when it dies. The restarts never
 * end: meanwhile the caller goes on without the process and sees that it is `failing`.
 */
export class ProcessSupervisor {
  readonly #supervision: Supervision;
  #process: ProcessRun | undefined;
  #reported: ProcessAddress = {};
  #failure: ProcessFailure | undefined;
  /** The message that was last logged about the failure. */
  #said: string | undefined;
  readonly #policy = new RestartPolicy();
  readonly #stopping = new AbortController();
  #watching: Promise<void> = Promise.resolve();

  constructor(
    readonly definition: ProcessDefinition,
    supervision: Supervision,
  ) {
    this.#supervision = supervision;
  }

  get name(): string {
    return this.definition.name;
  }

  get url(): string | undefined {
    return this.#reported.url;
  }

  get metricsUrls(): readonly string[] | undefined {
    return this.#reported.metricsUrls;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** The failure while the process keeps dying; `undefined` while it works. */
  get failing(): ProcessFailure | undefined {
    return this.#failure;
  }

  /**
   * Starts the process for the first time. If the start fails, rejects without another attempt,
   * because the cause is often a wrong setting. An optional process is tried again instead, so that
   * `start` never rejects.
   */
  async start(): Promise<void> {
    const first = await this.#launch();
    if (first.failedStart !== undefined) {
      if (this.definition.isOptional !== true)
        throw new Error(`${this.name} did not start (${first.failedStart})`);
      this.#fail(
        first.failedStart,
        1,
        'A part did not start; the others go on without it, and it is tried again',
      );
    }
    this.#watching = this.#watch(first);
  }

  async stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#process?.stop(withinMs);
    await this.#watching;
  }

  #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Starts the process; resolves when it is ready or has ended. */
  async #launch(): Promise<Run> {
    const startedAt = performance.now();
    const process = new ProcessRun(this.definition.start(this.#reported), this.#supervision.onLine);
    this.#process = process;
    this.#supervision.onChange();
    return { process, startedAt, failedStart: await this.#readyOrEnded(process) };
  }

  /** Resolves to `undefined` once the process is ready, or to its ending if it ends before that. */
  async #readyOrEnded(run: ProcessRun): Promise<string | undefined> {
    const tooLate = new AbortController();
    const outcome = await Promise.race([
      run.ready,
      run.exited,
      delay(readyWithinMs, 'not ready in time', { signal: tooLate.signal, ref: false }),
    ]);
    tooLate.abort();
    if (typeof outcome !== 'string') {
      this.#reported = { ...this.#reported, ...outcome };
      this.#supervision.onChange();
      return undefined;
    }
    await run.stop(0);
    return outcome;
  }

  async #watch(first: Run): Promise<void> {
    for (let run = first; ;) {
      const ending = await this.#endOf(run);
      if (this.#isStopped()) return;
      const waitMs = this.#policy.afterDeath({
        wasReady: run.failedStart === undefined,
        livedMs: performance.now() - run.startedAt,
      });
      this.#supervision.logger.warn({ part: this.name, ending, waitMs }, 'A part died; restarting');
      if (this.#policy.isFailing || this.#failure !== undefined)
        this.#fail(ending, this.#policy.deaths, this.#policy.isFailing ? keepsDying : undefined);
      await delay(waitMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#isStopped()) return;
      run = await this.#launch();
    }
  }

  /**
   * Waits until the process ends. Once the process has worked for a while, its earlier failures
   * count as over.
   */
  async #endOf({ process, failedStart }: Run): Promise<string> {
    if (failedStart !== undefined) return failedStart;
    const early = new AbortController();
    const settled = delay(settledMs, undefined, { signal: early.signal, ref: false });
    const ending = await Promise.race([process.exited, settled.catch(() => undefined)]);
    early.abort();
    if (ending !== undefined) return ending;
    this.#recover();
    return process.exited;
  }

  /** Records the failure. The same message is not logged again until the process works again. */
  #fail(ending: string, deaths: number, message: string | undefined): void {
    const since = this.#failure?.since ?? new Date().toISOString();
    if (message !== undefined && message !== this.#said) {
      this.#said = message;
      this.#supervision.logger.error({ part: this.name, ending, deaths }, message);
    }
    this.#failure = { ending, deaths, since };
    this.#supervision.onChange();
  }

  #recover(): void {
    this.#policy.settled();
    if (this.#failure === undefined) return;
    this.#failure = undefined;
    this.#said = undefined;
    this.#supervision.logger.info({ part: this.name }, 'The part works again');
    this.#supervision.onChange();
  }
}
