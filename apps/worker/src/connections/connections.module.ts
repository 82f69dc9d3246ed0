import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import type { Pool } from 'pg';
import { Registry } from 'prom-client';
import { StoreDirectory } from '#access';
import {
  connectEventStore,
  type EventStore,
  OrderRepository,
  SettlementRepository,
  SharedLog,
} from '#event-log';
import { PersonKeys, SealedCustomers } from '#personal-data';
import { LineQueries, SettlementProblems, SettlementQueries } from '#read-models';
import { defaultPace, type WorkerOptions } from '../worker-options.js';
import { openWorkerPool } from './database.js';

/** Injection tokens of values that have no class by which Nest could inject them. */
export const loggerToken = Symbol('Logger');
export const paceToken = Symbol('Pace');
export const poolToken = Symbol('Pool');
export const eventStoreToken = Symbol('EventStore');
export const databaseUrlToken = Symbol('databaseUrl');

/**
 * The connections of the worker. They are closed last, after everything that uses them has stopped.
 */
@Global()
@Module({})
export class ConnectionsModule implements OnApplicationShutdown {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    @Inject(eventStoreToken) private readonly eventStore: EventStore,
  ) {}

  static of(options: WorkerOptions): DynamicModule {
    const providers: Provider[] = [
      { provide: loggerToken, useValue: options.logger },
      { provide: Registry, useValue: options.metrics ?? new Registry() },
      { provide: paceToken, useValue: { ...defaultPace, ...options.pace } },
      { provide: databaseUrlToken, useValue: options.databaseUrl },
      { provide: poolToken, useFactory: () => openWorkerPool(options) },
      {
        provide: SealedCustomers,
        useFactory: () => new SealedCustomers(new PersonKeys(options.secretKey)),
      },
      { provide: eventStoreToken, useFactory: () => connectEventStore(options.eventStoreUrl) },
      {
        provide: SharedLog,
        useFactory: (eventStore: EventStore) => new SharedLog(eventStore),
        inject: [eventStoreToken],
      },
      {
        provide: OrderRepository,
        useFactory: (eventStore: EventStore) => new OrderRepository(eventStore),
        inject: [eventStoreToken],
      },
      {
        provide: SettlementRepository,
        useFactory: (eventStore: EventStore) => new SettlementRepository(eventStore),
        inject: [eventStoreToken],
      },
      ...[SettlementQueries, SettlementProblems, LineQueries, StoreDirectory].map((made) => ({
        provide: made,
        useFactory: (pool: Pool) => new made(pool),
        inject: [poolToken],
      })),
    ];
    return { module: ConnectionsModule, providers, exports: providers };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.eventStore.dispose(), this.pool.end()]);
  }
}
