import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActOnOrderHandler } from './act-on-order.handler.js';
import { CustomerSealing } from './customer-sealing.js';
import { CorrectSettlementHandler } from './correct-settlement.handler.js';
import { CutSettlementHandler } from './cut-settlement.handler.js';
import { PayOutSettlementHandler } from './pay-out-settlement.handler.js';
import { RegisterOrderHandler } from './register-order.handler.js';
import { ReversePayoutHandler } from './reverse-payout.handler.js';

/** The commands the contracts dispatch on Nest's `CommandBus`. */
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [
    ActOnOrderHandler,
    CustomerSealing,
    CorrectSettlementHandler,
    CutSettlementHandler,
    PayOutSettlementHandler,
    RegisterOrderHandler,
    ReversePayoutHandler,
  ],
  exports: [CqrsModule],
})
export class CommandsModule {}
