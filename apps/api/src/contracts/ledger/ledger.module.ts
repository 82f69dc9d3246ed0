import { Module } from '@nestjs/common';
import { LedgerAdministrationModule } from './administration/administration.module.js';
import { LedgerMoneyModule } from './money/money.module.js';
import { LedgerOrdersModule } from './orders/orders.module.js';
import { CallerController } from './caller/caller.controller.js';
import { CurrenciesController } from './caller/currencies.controller.js';
import { ProblemsController } from './problems/problems.controller.js';
import { LedgerSettlementsModule } from './settlements/settlements.module.js';

/** The ledger's own API: `/v1` (ledger.md). */
@Module({
  imports: [
    LedgerOrdersModule,
    LedgerMoneyModule,
    LedgerSettlementsModule,
    LedgerAdministrationModule,
  ],
  controllers: [CallerController, CurrenciesController, ProblemsController],
})
export class LedgerModule {}
