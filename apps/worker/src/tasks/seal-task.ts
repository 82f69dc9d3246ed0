import { Inject, Injectable } from '@nestjs/common';
import type { EventStore } from '#event-log';
import { Sealer } from '#evidence';
import type { Logger } from '#runtime';
import { eventStoreToken, loggerToken, paceToken } from '../connections/connections.module.js';
import { type WorkerTask, repeatedly } from '../worker-task.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import type { Pace } from '../worker-options.js';

/**
 * Writes seals: events with a hash over all events since the previous seal. A seal proves that no
 * event covered by it was changed (domain.md, "Evidence for auditors"). A failure does not affect
 * other tasks: the next check continues after the newest seal in the log.
 */
@Injectable()
export class SealTask implements WorkerTask {
  #sealer: Sealer | undefined;

  constructor(
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /**
   * The time at which the oldest event without a seal was stored, in milliseconds; `undefined` if
   * seals cover all events.
   */
  get unsealedSince(): number | undefined {
    return this.#sealer?.unsealedSince;
  }

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const sealer = new Sealer(this.eventStore, this.pace);
    this.#sealer = sealer;
    const onFailure = (error: unknown): void => {
      if (signal.aborted) return;
      this.logger.warn({ err: error }, 'the log could not be sealed; trying again later');
    };
    await repeatedly({ everyMs: this.pace.sealCheckMs, signal, onFailure }, async () => {
      for (const { position, events, hash } of await sealer.seal(signal)) {
        this.logger.info({ position, events, hash }, 'the log is sealed');
      }
    });
  }
}
