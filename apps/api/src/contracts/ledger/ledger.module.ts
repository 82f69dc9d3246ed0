import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { BulkController } from './bulk/bulk.controller.js';
import { RunningBulks } from './bulk/running-bulks.js';
import { LedgerCapturesController } from './captures/captures.controller.js';
import { ClientsController } from './clients/clients.controller.js';
import { EventsController } from './events/events.controller.js';
import { OpenFeeds } from './events/open-feeds.js';
import { HistoryController } from './history/history.controller.js';
import { LedgerOrdersController } from './orders/orders.controller.js';
import { OwnOrders } from './orders/own-orders.js';
import { ProblemsController } from './problems/problems.controller.js';
import { StoresController } from './stores/stores.controller.js';
import { DeliveriesController } from './webhooks/deliveries.controller.js';
import { NamedWebhooks } from './webhooks/named-webhooks.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** The ledger's own API: `/v1` (ledger.md). */
@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [
    LedgerOrdersController,
    LedgerCapturesController,
    BulkController,
    HistoryController,
    EventsController,
    ClientsController,
    StoresController,
    WebhooksController,
    DeliveriesController,
    ProblemsController,
  ],
  providers: [OwnOrders, RunningBulks, OpenFeeds, NamedWebhooks],
})
export class LedgerModule {}
