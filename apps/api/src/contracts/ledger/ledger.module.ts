import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import {
  ActionsController,
  AuditController,
  IdentityController,
} from './administration/audit.controller.js';
import { ClientsController } from './administration/clients.controller.js';
import { CustomersController } from './administration/customers.controller.js';
import { EventsController } from './administration/events.controller.js';
import { KeysController } from './administration/keys.controller.js';
import { NamedWebhooks } from './administration/named-webhooks.js';
import { OpenFeeds } from './administration/open-feeds.js';
import { StoresController } from './administration/stores.controller.js';
import { VerificationsController } from './administration/verifications.controller.js';
import { DeliveriesController, WebhooksController } from './administration/webhooks.controller.js';
import { CallerController } from './caller/caller.controller.js';
import { CurrenciesController } from './caller/currencies.controller.js';
import { BulkController } from './money/bulk.controller.js';
import { RunningBulks } from './money/bulk.js';
import { LedgerCapturesController } from './money/captures.controller.js';
import {
  LedgerApprovalController,
  LedgerReauthorizationsController,
} from './money/reauthorizations.controller.js';
import { LedgerRefundsController } from './money/refunds.controller.js';
import { HistoryController } from './orders/history.controller.js';
import {
  LedgerCancellationController,
  LedgerExtensionController,
} from './orders/order-life.controller.js';
import { OrderStories } from './orders/order-stories.js';
import { LedgerOrdersController } from './orders/orders.controller.js';
import { LedgerTerminalIntentsController } from './orders/terminal-intents.controller.js';
import { VisibleOrders } from './orders/visible-orders.js';
import { ProblemsController } from './problems/problems.controller.js';
import {
  LedgerDailyReportController,
  LedgerReportsController,
} from './settlements/reports.controller.js';
import { LedgerSettlementCommandsController } from './settlements/settlement-commands.controller.js';
import { SettlementDocuments } from './settlements/settlement-documents.js';
import { LedgerSettlementsController } from './settlements/settlements.controller.js';
import { LedgerUnsettledController } from './settlements/unsettled.controller.js';
import { VisibleSettlements } from './settlements/visible-settlements.js';

/** The ledger's own API: `/v1` (ledger.md). */
@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [
    CallerController,
    CurrenciesController,
    ProblemsController,
    LedgerOrdersController,
    LedgerCancellationController,
    LedgerExtensionController,
    HistoryController,
    LedgerTerminalIntentsController,
    LedgerCapturesController,
    LedgerRefundsController,
    LedgerReauthorizationsController,
    LedgerApprovalController,
    BulkController,
    LedgerReportsController,
    LedgerDailyReportController,
    LedgerSettlementsController,
    LedgerSettlementCommandsController,
    LedgerUnsettledController,
    EventsController,
    ActionsController,
    AuditController,
    VerificationsController,
    IdentityController,
    ClientsController,
    KeysController,
    StoresController,
    CustomersController,
    WebhooksController,
    DeliveriesController,
  ],
  providers: [
    OrderStories,
    VisibleOrders,
    RunningBulks,
    VisibleSettlements,
    SettlementDocuments,
    NamedWebhooks,
    OpenFeeds,
  ],
})
export class LedgerModule {}
