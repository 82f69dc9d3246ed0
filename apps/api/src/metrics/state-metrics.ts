import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Counter, Registry } from 'prom-client';
import { OrderRepository } from '#event-log';
import { projectionStatus } from '#read-models';
import { readGauges } from '#runtime';
import { WaitingReads } from '../queries/waiting-reads.js';
import { poolToken } from '../services/service-tokens.js';

/**
 * Gauges for the queues and PostgreSQL connections of this process, and for the lag of the read
 * models.
 */
@Injectable()
export class StateMetrics {
  constructor(
    registry: Registry,
    @Inject(poolToken) pool: Pool,
    orders: OrderRepository,
    reads: WaitingReads,
  ) {
    const queues = {
      ledger_commands_waiting:
        'Commands that are running or waiting for their turn in this process',
      ledger_reads_waiting: 'Reads that wait for the read models to reach a position',
    };
    readGauges(registry, queues, () => ({
      ledger_commands_waiting: orders.commands,
      ledger_reads_waiting: reads.waiting,
    }));
    const connections = {
      ledger_postgres_connections: 'Connections of this process to PostgreSQL',
      ledger_postgres_connections_idle: 'Idle connections of this process to PostgreSQL',
      ledger_postgres_waiting: 'Queries that wait for a connection',
    };
    readGauges(registry, connections, () => ({
      ledger_postgres_connections: pool.totalCount,
      ledger_postgres_connections_idle: pool.idleCount,
      ledger_postgres_waiting: pool.waitingCount,
    }));
    const projection = {
      ledger_projection_lag_seconds:
        'Age of the read models, in seconds; absent until the end of the log was reached once',
      ledger_projection_position: 'Position in the log up to which the read models have all events',
    };
    readGauges(registry, projection, async () => {
      const { staleSeconds, position } = await projectionStatus(pool);
      return {
        ledger_projection_lag_seconds: staleSeconds,
        ledger_projection_position: Number(position),
      };
    });
  }
}

/**
 * A counter of concurrent changes: appends that failed because another process had changed the same
 * order first. Such a command is decided again.
 */
export const countConflicts = (registry: Registry): (() => void) => {
  const conflicts = new Counter({
    name: 'ledger_append_conflicts_total',
    help: 'Appends that found their order changed by another process, and were decided again',
    registers: [registry],
  });
  return () => {
    conflicts.inc();
  };
};
