import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Registry } from 'prom-client';
import { type EventStore, lagAfter } from '#event-log';
import { damagedStreamsCount, projectionStatus, settlementBacklog } from '#read-models';
import { readGauges } from '#runtime';
import { deliveryBacklog } from '#webhooks';
import { eventStoreToken, poolToken } from '../connections/connections.module.js';
import { ActiveWorker } from '../leadership/active-worker.js';
import { SealTask } from '../tasks/seal-task.js';

const projection = {
  ledger_projection_lag_seconds:
    'Age of the read models, in seconds; absent until the end of the log was reached once',
  ledger_projection_lag_events:
    'Events of the ledger that the read models do not show yet, up to 5000',
  ledger_projection_position: 'Position in the log up to which the read models have all events',
};

const backlog = {
  ledger_webhook_deliveries_pending: 'Webhook deliveries that are still pending, up to 100000',
  ledger_webhook_deliveries_dead: 'Webhook deliveries that were given up, up to 100000',
  ledger_webhook_oldest_pending_seconds:
    'Age of the oldest event with a pending webhook delivery, in seconds',
  ledger_settlements_unstated: 'Settlements that were cut and have no statement yet',
  ledger_settlement_unstated_age_seconds:
    'Time since the cut of the oldest settlement without a statement, in seconds',
  ledger_settlements_refused:
    'Settlements that the worker refuses to state, because the read model differs from the log',
  ledger_damaged_streams: 'Streams with an event that cannot be read or applied',
};

const duties = {
  ledger_worker_active: '1 if this worker holds the lock and does the work, 0 if it stands by',
  ledger_unsealed_age_seconds:
    'Age of the oldest event without a seal, in seconds; only at the active worker',
};

/** Gauges that show whether the worker is active, and how much work waits for its tasks. */
@Injectable()
export class StateMetrics {
  constructor(
    registry: Registry,
    @Inject(poolToken) private readonly pool: Pool,
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
    private readonly worker: ActiveWorker,
    private readonly sealing: SealTask,
  ) {
    readGauges(registry, duties, () => this.#duties());
    readGauges(registry, projection, () => this.#projection());
    readGauges(registry, backlog, () => this.#backlog());
  }

  #duties() {
    const { isActive } = this.worker;
    const { unsealedSince } = this.sealing;
    const age = unsealedSince === undefined ? 0 : (Date.now() - unsealedSince) / 1_000;
    return {
      ledger_worker_active: isActive ? 1 : 0,
      ledger_unsealed_age_seconds: isActive ? age : undefined,
    };
  }

  async #projection() {
    const { position, staleSeconds } = await projectionStatus(this.pool);
    return {
      ledger_projection_lag_seconds: staleSeconds,
      ledger_projection_lag_events: await lagAfter(this.eventStore, { position }).then(
        ({ events }) => events,
        () => undefined,
      ),
      ledger_projection_position: Number(position),
    };
  }

  /**
   * The statements run one after the other, because the pool has only two connections and the tasks
   * need connections too.
   */
  async #backlog() {
    const deliveries = await deliveryBacklog(this.pool);
    const settlements = await settlementBacklog(this.pool);
    return {
      ledger_webhook_deliveries_pending: deliveries.pending,
      ledger_webhook_deliveries_dead: deliveries.dead,
      ledger_webhook_oldest_pending_seconds: deliveries.oldestPendingSeconds,
      ledger_settlements_unstated: settlements.unstated,
      ledger_settlement_unstated_age_seconds: settlements.unstatedSeconds,
      ledger_settlements_refused: settlements.refused,
      ledger_damaged_streams: await damagedStreamsCount(this.pool),
    };
  }
}
