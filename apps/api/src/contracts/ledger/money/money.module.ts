import { Module } from '@nestjs/common';
import { CommandsModule } from '../../../commands/commands.module.js';
import { LedgerOrdersModule } from '../orders/orders.module.js';
import { BulkController } from './bulk.controller.js';
import { RunningBulks } from './bulk.js';
import { LedgerCapturesController } from './captures.controller.js';
import {
  LedgerApprovalController,
  LedgerReauthorizationsController,
} from './reauthorizations.controller.js';
import { LedgerRefundsController } from './refunds.controller.js';

/** Money of orders: captures, also in bulk, refunds and reauthorisations. */
@Module({
  imports: [CommandsModule, LedgerOrdersModule],
  controllers: [
    LedgerCapturesController,
    LedgerRefundsController,
    LedgerReauthorizationsController,
    LedgerApprovalController,
    BulkController,
  ],
  providers: [RunningBulks],
})
export class LedgerMoneyModule {}
