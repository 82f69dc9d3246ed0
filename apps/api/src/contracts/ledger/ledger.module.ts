import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { ActionsController } from './audit/actions.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { IdentityController } from './audit/identity.controller.js';
import { BulkController } from './bulk/bulk.controller.js';
import { RunningBulks } from './bulk/running-bulks.js';
import { LedgerCancellationController } from './cancellation/cancellation.controller.js';
import { LedgerCapturesController } from './captures/captures.controller.js';
import { ClientsController } from './clients/clients.controller.js';
import { CustomersController } from './customers/customers.controller.js';
import { EventsController } from './events/events.controller.js';
import { OpenFeeds } from './events/open-feeds.js';
import { LedgerExtensionController } from './extension/extension.controller.js';
import { HistoryController } from './history/history.controller.js';
import { OrderStories } from './history/order-stories.js';
import { LedgerOrdersController } from './orders/orders.controller.js';
import { OwnOrders } from './orders/own-orders.js';
import { ProblemsController } from './problems/problems.controller.js';
import { LedgerApprovalController } from './reauthorizations/approval.controller.js';
import { LedgerReauthorizationsController } from './reauthorizations/reauthorizations.controller.js';
import { LedgerRefundsController } from './refunds/refunds.controller.js';
import { LedgerReportsController } from './reports/reports.controller.js';
import { OwnSettlements } from './settlements/own-settlements.js';
import { LedgerSettlementCommandsController } from './settlements/settlement-commands.controller.js';
import { LedgerSettlementsController } from './settlements/settlements.controller.js';
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
    LedgerRefundsController,
    LedgerCancellationController,
    LedgerReauthorizationsController,
    LedgerApprovalController,
    LedgerExtensionController,
    BulkController,
    HistoryController,
    EventsController,
    ActionsController,
    AuditController,
    IdentityController,
    ClientsController,
    LedgerReportsController,
    StoresController,
    CustomersController,
    LedgerSettlementsController,
    LedgerSettlementCommandsController,
    WebhooksController,
    DeliveriesController,
    ProblemsController,
  ],
  providers: [OrderStories, OwnOrders, OwnSettlements, RunningBulks, OpenFeeds, NamedWebhooks],
})
export class LedgerModule {}
