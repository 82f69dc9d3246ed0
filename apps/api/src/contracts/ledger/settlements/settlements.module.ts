import { Module } from '@nestjs/common';
import { CommandsModule } from '../../../commands/commands.module.js';
import { LedgerDailyReportController } from './daily-report.controller.js';
import { LedgerReportsController } from './reports.controller.js';
import { LedgerSettlementCommandsController } from './settlement-commands.controller.js';
import { LedgerSettlementsController } from './settlements.controller.js';
import { LedgerUnsettledController } from './unsettled.controller.js';
import { SettlementDocuments } from './settlement-documents.js';
import { VisibleSettlements } from './visible-settlements.js';

/** Settlements and reports for finance. */
@Module({
  imports: [CommandsModule],
  controllers: [
    LedgerReportsController,
    LedgerDailyReportController,
    LedgerSettlementsController,
    LedgerSettlementCommandsController,
    LedgerUnsettledController,
  ],
  providers: [VisibleSettlements, SettlementDocuments],
})
export class LedgerSettlementsModule {}
