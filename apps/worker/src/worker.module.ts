import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { ConnectionsModule } from './connections/connections.module.js';
import { Expiring } from './expiry/expiring.js';
import { OrderExpiry } from './expiry/order-expiry.js';
import { ActiveWorker } from './leadership/active-worker.js';
import { RightLog } from './leadership/right-log.js';
import { dutiesToken } from './leadership/duty.js';
import type { Duty } from './leadership/duty.js';
import { StateMetrics } from './metrics/state-metrics.js';
import { WorkMetrics } from './metrics/work-metrics.js';
import { Projecting } from './projecting/projecting.js';
import { Sealing } from './sealing/sealing.js';
import { AgreedStatements } from './settlement/agreed-statements.js';
import { ScheduledCuts } from './settlement/scheduled-cuts.js';
import { Settling } from './settlement/settling.js';
import { Statements } from './settlement/statements.js';
import { Tidying } from './tidying/tidying.js';
import { webhookDuties, webhookProviders } from './webhooks/webhook-duties.js';
import type { WorkerOptions } from './worker-options.js';

@Module({})
export class WorkerModule {
  static of(options: WorkerOptions): DynamicModule {
    const { webhooks } = options;
    const duties: readonly Type<Duty>[] = [
      Projecting,
      Expiring,
      Settling,
      Sealing,
      Tidying,
      ...(webhooks === undefined ? [] : webhookDuties),
    ];
    return {
      module: WorkerModule,
      imports: [ConnectionsModule.of(options)],
      providers: [
        ActiveWorker,
        RightLog,
        OrderExpiry,
        ScheduledCuts,
        AgreedStatements,
        Statements,
        StateMetrics,
        WorkMetrics,
        ...(webhooks === undefined ? [] : webhookProviders(webhooks)),
        ...duties,
        {
          provide: dutiesToken,
          useFactory: (...made: Duty[]) => made,
          inject: [...duties],
        },
      ],
    };
  }
}
