import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import type { Pool } from 'pg';
import { Registry } from 'prom-client';
import { CheckoutBacklog, Gateway, GatewayBacklog, openGateway } from '#gateway';
import type { GatewayConnection } from '#runtime';
import { Outbox } from '#webhooks';
import {
  BegunCheckouts,
  CheckoutMetrics,
  type CheckoutOptions,
  checkoutOptionsToken,
} from './checkouts/begun-checkouts.js';
import { CheckoutTask } from './checkouts/checkout-task.js';
import { ConnectionsModule, poolToken } from './connections/connections.module.js';
import { GatewayOrders } from './gateway/gateway-orders.js';
import { GatewayTask } from './gateway/gateway-task.js';
import { GatewayWorkMetrics } from './gateway/gateway-work-metrics.js';
import { GatewayWorker } from './gateway/gateway-work.js';
import { ActiveWorker, LogIdentityCheck } from './leadership/active-worker.js';
import { ConsumerMetrics, WorkMetrics } from './metrics/work-metrics.js';
import { LogConsumers } from './consumers/log-consumers.js';
import { StateMetrics } from './metrics/state-metrics.js';
import { MatchingStatements } from './settlement/matching-statements.js';
import { ScheduledCuts, SettlementTask } from './settlement/settlement-task.js';
import { Statements } from './settlement/statements.js';
import { ExpiryTask, OrderExpiry } from './tasks/expiry-task.js';
import { ProjectionTask } from './tasks/projection-task.js';
import { RebuildCleanupTask } from './tasks/rebuild-cleanup-task.js';
import { SealTask } from './tasks/seal-task.js';
import { DeliveryTask, WebhookWake } from './webhooks/delivery-task.js';
import { NotificationTask } from './webhooks/notification-task.js';
import { Notifications } from './webhooks/notifications.js';
import { type WebhookOptions, webhookOptionsToken, type WorkerOptions } from './worker-options.js';
import { tasksToken, type WorkerTask } from './worker-task.js';

@Module({})
export class WorkerModule {
  static of(options: WorkerOptions): DynamicModule {
    const { webhooks, gateway, checkoutCapture: capture = 'manual' } = options;
    const tasks: readonly Type<WorkerTask>[] = [
      ProjectionTask,
      ExpiryTask,
      SettlementTask,
      SealTask,
      RebuildCleanupTask,
      ...(webhooks === undefined ? [] : webhookTasks),
      ...(gateway === undefined ? [] : [GatewayTask, CheckoutTask]),
    ];
    return {
      module: WorkerModule,
      imports: [ConnectionsModule.of(options)],
      providers: [
        ActiveWorker,
        LogIdentityCheck,
        OrderExpiry,
        ScheduledCuts,
        MatchingStatements,
        Statements,
        StateMetrics,
        ConsumerMetrics,
        LogConsumers,
        WorkMetrics,
        ...(webhooks === undefined ? [] : webhookProviders(webhooks)),
        ...(gateway === undefined ? [] : gatewayProviders(gateway)),
        ...(gateway === undefined ? [] : checkoutProviders({ capture })),
        ...tasks,
        {
          provide: tasksToken,
          useFactory: (...made: WorkerTask[]) => made,
          inject: [...tasks],
        },
      ],
    };
  }
}

export const gatewayProviders = (connection: GatewayConnection): Provider[] => [
  GatewayOrders,
  GatewayWorker,
  GatewayWorkMetrics,
  {
    provide: Gateway,
    useFactory: (registry: Registry) => openGateway({ ...connection, registry }),
    inject: [Registry],
  },
  {
    provide: GatewayBacklog,
    useFactory: (pool: Pool) => new GatewayBacklog(pool),
    inject: [poolToken],
  },
];

/** The providers that look up unfinished checkouts; they need the providers of the card gateway. */
const checkoutProviders = (options: CheckoutOptions): Provider[] => [
  BegunCheckouts,
  CheckoutMetrics,
  { provide: checkoutOptionsToken, useValue: options },
  {
    provide: CheckoutBacklog,
    useFactory: (pool: Pool) => new CheckoutBacklog(pool),
    inject: [poolToken],
  },
];

export const webhookTasks: readonly Type<WorkerTask>[] = [NotificationTask, DeliveryTask];

export const webhookProviders = (options: WebhookOptions): Provider[] => [
  Notifications,
  WebhookWake,
  { provide: webhookOptionsToken, useValue: options },
  { provide: Outbox, useFactory: (pool: Pool) => new Outbox(pool), inject: [poolToken] },
];
