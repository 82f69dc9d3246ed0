import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type ProcessAddress, type ProcessDefinition, ProcessRun } from './child-process.js';
import { RestartPolicy, settledMs } from './restart-policy.js';

export interface Supervision {
  readonly logger: Logger;
  /** Called with every line the part writes. */
  readonly onLine: (line: string) => void;
  /** Called when the part's process, its URL or `failing` has changed. */
  readonly onChange: () => void;
}

/** A start longer than this counts as failed; crash recovery of a big log must fit. */
const readyWithinMs = 150_000;

const keepsDying =
  'A part keeps dying; the others go on without it, and it is tried again and again';

/** A part that keeps dying, or that the others run without because its first start failed. */
export interface ProcessFailure {
  /** How it ended the last time, in words. */
  readonly ending: string;
  /** In a row, since it last worked for a while. */
  readonly deaths: number;
  /** When this was first noticed; RFC 3339, UTC. */
  readonly since: string;
}

interface Run {
  readonly process: ProcessRun;
  readonly startedAt: number;
  /** How it ended if it did before it was ready. */
  readonly failedStart: string | undefined;
}

/**
 * Runs a part as a child process and starts it again when it dies, at the same address. It is never given up: whoever runs
 * it goes on without it, and is told that it is failing.
 */
export class ProcessSupervisor {
  private process: ProcessRun | undefined;
  private reported: ProcessAddress = {};
  private failure: ProcessFailure | undefined;
  /** The last that the log was told of the failing. */
  private said: string | undefined;
  private readonly policy = new RestartPolicy();
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  constructor(
    readonly definition: ProcessDefinition,
    private readonly supervision: Supervision,
  ) {}

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

  /** Set while the part keeps dying. */
  get failing(): ProcessFailure | undefined {
    return this.failure;
  }

  /**
   * The first start: it works or rejects, without a second try, since a wrong setting does not mend itself. That of an
   * optional part resolves in any case.
   */
  async start(): Promise<void> {
    const first = await this.launch();
    if (first.failedStart !== undefined) {
      if (this.definition.isOptional !== true)
        throw new Error(`${this.name} did not start (${first.failedStart})`);
      this.fail(
        first.failedStart,
        1,
        'A part did not start; the others go on without it, and it is tried again',
      );
    }
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

  /** Resolves when the process is ready or has ended. */
  private async launch(): Promise<Run> {
    const startedAt = performance.now();
    const process = new ProcessRun(this.definition.start(this.reported), this.supervision.onLine);
    this.process = process;
    this.supervision.onChange();
    return { process, startedAt, failedStart: await this.readyOrEnded(process) };
  }

  /** `undefined` once the part is ready, else how it ended. */
  private async readyOrEnded(run: ProcessRun): Promise<string | undefined> {
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

  private async watch(first: Run): Promise<void> {
    for (let run = first; ;) {
      const ending = await this.endOf(run);
      if (this.isStopped()) return;
      const waitMs = this.policy.afterDeath({
        wasReady: run.failedStart === undefined,
        livedMs: performance.now() - run.startedAt,
      });
      this.supervision.logger.warn({ part: this.name, ending, waitMs }, 'A part died; restarting');
      if (this.policy.isFailing || this.failure !== undefined)
        this.fail(ending, this.policy.deaths, this.policy.isFailing ? keepsDying : undefined);
      await delay(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.isStopped()) return;
      run = await this.launch();
    }
  }

  /** How the run ended. One that works for a while ends the part's failing. */
  private async endOf({ process, failedStart }: Run): Promise<string> {
    if (failedStart !== undefined) return failedStart;
    const early = new AbortController();
    const settled = delay(settledMs, undefined, { signal: early.signal, ref: false });
    const ending = await Promise.race([process.exited, settled.catch(() => undefined)]);
    early.abort();
    if (ending !== undefined) return ending;
    this.recover();
    return process.exited;
  }

  /** Each message is logged once until the part works again. */
  private fail(ending: string, deaths: number, message: string | undefined): void {
    const since = this.failure?.since ?? new Date().toISOString();
    if (message !== undefined && message !== this.said) {
      this.said = message;
      this.supervision.logger.error({ part: this.name, ending, deaths }, message);
    }
    this.failure = { ending, deaths, since };
    this.supervision.onChange();
  }

  private recover(): void {
    this.policy.settled();
    if (this.failure === undefined) return;
    this.failure = undefined;
    this.said = undefined;
    this.supervision.logger.info({ part: this.name }, 'The part works again');
    this.supervision.onChange();
  }
}
