import { Module } from '@nestjs/common';
import type { Pool } from 'pg';
import { KeySessions, SigningKeys } from '#access';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { poolToken } from '../../services/service-tokens.js';
import { AdminTokens } from './authentication/admin-tokens.js';
import { AuthController } from './authentication/auth.controller.js';
import { Cancellations } from './changes/cancellations.js';
import { Captures } from './changes/captures.js';
import { ChangesController } from './changes/changes.controller.js';
import { KeyedChanges } from './changes/idempotency-key.js';
import { Refunds } from './changes/refunds.js';
import { ShopStatuses } from './changes/shop-statuses.js';
import { MedusaOrders } from './medusa-orders.js';
import { OrderList } from './order-list.js';
import { MedusaOrdersController } from './orders.controller.js';
import { MedusaPaymentsController } from './payments.controller.js';

@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [
    AuthController,
    MedusaOrdersController,
    ChangesController,
    MedusaPaymentsController,
  ],
  providers: [
    Cancellations,
    Captures,
    KeyedChanges,
    MedusaOrders,
    OrderList,
    Refunds,
    ShopStatuses,
    {
      provide: KeySessions,
      useFactory: (pool: Pool) => new KeySessions(pool),
      inject: [poolToken],
    },
    {
      provide: AdminTokens,
      useFactory: (keys: SigningKeys) => new AdminTokens(keys),
      inject: [SigningKeys],
    },
  ],
})
export class MedusaModule {}
