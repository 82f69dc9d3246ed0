import { Module } from '@nestjs/common';
import { CommandsModule } from '../../../commands/commands.module.js';
import { QueriesModule } from '../../../queries/queries.module.js';
import {
  LedgerCancellationController,
  LedgerExtensionController,
} from './order-life.controller.js';
import { HistoryController } from './history.controller.js';
import { OrderStories } from './order-stories.js';
import { LedgerOrdersController } from './orders.controller.js';
import { LedgerTerminalIntentsController } from './terminal-intents.controller.js';
import { VisibleOrders } from './visible-orders.js';

/** Orders: registering and reading them, their history, their cancellation and extension. */
@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [
    LedgerOrdersController,
    LedgerCancellationController,
    LedgerExtensionController,
    HistoryController,
    LedgerTerminalIntentsController,
  ],
  providers: [OrderStories, VisibleOrders],
  exports: [VisibleOrders],
})
export class LedgerOrdersModule {}
