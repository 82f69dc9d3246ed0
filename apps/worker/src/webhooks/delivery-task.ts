import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Logger } from '#runtime';
import {
  type AttemptOutcome,
  Deliverer,
  DeliveryQueue,
  isDelivered,
  pruneDeliveries,
  EndpointSecretBox,
  WebhookSender,
} from '#webhooks';
import { loggerToken, paceToken, poolToken } from '../connections/connections.module.js';
import type { WorkerSession } from '../leadership/worker-session.js';
import { WorkMetrics } from '../metrics/work-metrics.js';
import { type Pace, type WebhookOptions, webhookOptionsToken } from '../worker-options.js';
import type { WorkerTask } from '../worker-task.js';

/**
 * Wakes the task that sends webhooks as soon as there is something to send, so that the task need
 * not wait for its next regular search.
 */
@Injectable()
export class WebhookWake {
  #isWoken = false;
  #resume: () => void = () => undefined;

  wake(): void {
    this.#isWoken = true;
    this.#resume();
  }

  /**
   * Waits until the task is woken, at most `ms` milliseconds. Returns at once if the task was woken
   * since the last wait.
   */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isWoken && !signal.aborted) await this.#sleep(ms, signal);
    this.#isWoken = false;
  }

  /**
   * Removes the abort listener at the end of each pause: the signal lives as long as the worker is
   * the active one, so listeners would pile up.
   */
  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#resume = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
      this.#resume = end;
    });
  }
}

/**
 * The most deliveries at once, of all endpoints together and of one endpoint. A hundred slow
 * endpoints can use their full limit (100 x 4 = 400) before another endpoint has to wait.
 */
const limits = { attemptsMax: 400, attemptsPerEndpointMax: 4 };
const pruneEveryMs = 60_000;

/**
 * Sends the waiting webhook messages (the outbox) and repeats failed attempts. A failure does not
 * affect other tasks.
 */
@Injectable()
export class DeliveryTask implements WorkerTask {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    @Inject(webhookOptionsToken) private readonly options: WebhookOptions,
    private readonly wake: WebhookWake,
    @Inject(paceToken) private readonly pace: Pace,
    @Inject(loggerToken) private readonly logger: Logger,
    private readonly metrics: WorkMetrics,
  ) {}

  async perform(_session: WorkerSession, signal: AbortSignal): Promise<void> {
    const { allowPrivateTargets } = this.options;
    const sender = new WebhookSender({ allowPrivateTargets });
    const deliverer = this.#delivererOver(sender);
    let prunedAt = -Infinity;
    while (!signal.aborted) {
      try {
        await deliverer.begin(() => {
          this.wake.wake();
        });
        if (performance.now() - prunedAt >= pruneEveryMs && !(await this.#prune())) {
          prunedAt = performance.now();
        }
      } catch (error) {
        this.logger.warn({ err: error }, 'webhooks could not be delivered; trying again');
      }
      await this.wake.wait(this.pace.webhookMs, signal);
    }
    // A delivery that is interrupted by the stop of the worker is returned to the queue, for the
    // next active worker.
    await sender.close();
    await deliverer.idle();
  }

  #delivererOver(sender: WebhookSender): Deliverer {
    const { secretKey, live } = this.options;
    return new Deliverer(new DeliveryQueue(this.pool), {
      ...limits,
      box: new EndpointSecretBox(secretKey),
      live,
      now: () => new Date(),
      send: async (request) => {
        const attempted = await sender.send(request);
        this.metrics.attempted(outcomeOf(attempted));
        return attempted;
      },
      onUnrecorded: (error) => {
        this.logger.warn({ err: error }, 'the outcome of a webhook could not be recorded');
      },
    });
  }

  async #prune(): Promise<boolean> {
    const { retentionDays } = this.options;
    return pruneDeliveries(this.pool, { now: new Date(), retentionDays });
  }
}

const outcomeOf = (
  attempted: AttemptOutcome,
): 'delivered' | 'refused' | 'failed' | 'broken-off' => {
  if (attempted.kind !== 'answered') return attempted.kind;
  return isDelivered(attempted) ? 'delivered' : 'refused';
};
