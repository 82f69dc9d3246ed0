import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import {
  ActionsController,
  AuditController,
  IdentityController,
} from './administration/audit.controller.js';
import { BulkController } from './money/bulk.controller.js';
import { RunningBulks } from './money/bulk.js';
import { LedgerCancellationController } from './orders/cancellation.controller.js';
import { LedgerCapturesController } from './money/captures.controller.js';
import { ClientsController } from './administration/clients.controller.js';
import { CustomersController } from './administration/customers.controller.js';
import { EventsController } from './administration/events.controller.js';
import { OpenFeeds } from './administration/open-feeds.js';
import { LedgerExtensionController } from './orders/extension.controller.js';
import { HistoryController } from './orders/history.controller.js';
import { OrderStories } from './orders/order-stories.js';
import { LedgerOrdersController } from './orders/orders.controller.js';
import { VisibleOrders } from './orders/visible-orders.js';
import { ProblemsController } from './problems/problems.controller.js';
import {
  LedgerApprovalController,
  LedgerReauthorizationsController,
} from './money/reauthorizations.controller.js';
import { LedgerRefundsController } from './money/refunds.controller.js';
import { LedgerReportsController } from './settlements/reports.controller.js';
import { VisibleSettlements } from './settlements/visible-settlements.js';
import { LedgerSettlementCommandsController } from './settlements/settlement-commands.controller.js';
import { LedgerSettlementsController } from './settlements/settlements.controller.js';
import { StoresController } from './administration/stores.controller.js';
import { DeliveriesController, WebhooksController } from './administration/webhooks.controller.js';
import { NamedWebhooks } from './administration/named-webhooks.js';

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
  providers: [
    OrderStories,
    VisibleOrders,
    VisibleSettlements,
    RunningBulks,
    OpenFeeds,
    NamedWebhooks,
  ],
})
export class LedgerModule {}
