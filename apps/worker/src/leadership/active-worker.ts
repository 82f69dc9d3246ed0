import { setMaxListeners } from 'node:events';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import type { Pool } from 'pg';
import { assertLog, type EventStore } from '#event-log';
import { readAnchor } from '#read-models';
import { type Logger, pause, withTimeoutOr } from '#runtime';
import {
  databaseUrlToken,
  eventStoreToken,
  loggerToken,
  paceToken,
  poolToken,
} from '../connections/connections.module.js';
import type { Pace } from '../worker-options.js';
import { tasksToken, type WorkerTask } from '../worker-task.js';
import { WorkerSession } from './worker-session.js';

/**
 * Number of listeners that each task may add to the shared abort signal. Node.js warns of a leak if
 * there are more.
 */
const listenersPerTask = 10;

/**
 * Checks that the event store has the log from which the read models were made. The worker must not
 * append to any other log.
 */
@Injectable()
export class LogIdentityCheck implements OnModuleInit {
  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(poolToken) private readonly pool: Pool,
  ) {}

  onModuleInit(): void {
    this.eventStore.proveBy(async () => this.assert());
  }

  /**
   * Throws `LogMismatch` if the event store has a different log. Throws the event store's error if
   * the store does not answer.
   */
  async assert(): Promise<void> {
    await assertLog(this.eventStore, await readAnchor(this.pool));
  }
}

const stopMsMax = 10_000;

/**
 * Tries to become the only active worker, and performs the tasks while it is active. Before the
 * tasks start, it checks that the log is the one from which the read models were made. After any
 * failure it releases the lock and tries again. The tasks then continue from their checkpoints.
 */
@Injectable()
export class ActiveWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #active = false;

  constructor(
    @Inject(databaseUrlToken) private readonly databaseUrl: string,
    @Inject(tasksToken) private readonly tasks: readonly WorkerTask[],
    private readonly rightLog: LogIdentityCheck,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /** True while this worker holds the lock, which makes it the active worker. */
  get isActive(): boolean {
    return this.#active;
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run(this.#stopping.signal);
  }

  /** Waits for the running tasks, 10 seconds at most. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await withTimeoutOr(this.#running, stopMsMax, () => undefined);
  }

  async #run(signal: AbortSignal): Promise<void> {
    let pauseMs = this.pace.firstPauseMs;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        await this.#serve(signal);
      } catch (error) {
        this.logger.error({ err: error }, 'the worker stopped working and will try again');
      }
      // The worker has run for a long time since its last failure, so the pauses start short again.
      if (performance.now() - startedAt > this.pace.pauseMsMax) pauseMs = this.pace.firstPauseMs;
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, this.pace.pauseMsMax);
    }
  }

  async #serve(signal: AbortSignal): Promise<void> {
    const session = await WorkerSession.open(this.databaseUrl);
    try {
      if (!(await session.becomeActive(this.pace.standbyMs, signal))) return;
      await this.rightLog.assert();
      this.#active = true;
      this.logger.info('this worker is the active one');
      await this.#perform(session, signal);
      if (session.lost.aborted && !signal.aborted)
        throw new Error('The PostgreSQL connection that holds the worker lock was lost');
    } finally {
      this.#active = false;
      await session.close();
    }
  }

  /**
   * Runs all tasks until one of them ends, then stops the others. Throws the error of the first
   * task in the list that failed.
   */
  async #perform(session: WorkerSession, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const until = AbortSignal.any([signal, session.lost, ended.signal]);
    setMaxListeners(this.tasks.length * listenersPerTask, until);
    const outcomes = await Promise.allSettled(
      this.tasks.map(async (task) =>
        task.perform(session, until).finally(() => {
          ended.abort();
        }),
      ),
    );
    const failed = outcomes.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }
}
