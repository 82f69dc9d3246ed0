import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ApproveReauthorizationHandler } from './approve-reauthorization.js';
import { AuthorizeOrderHandler } from './authorize-order.js';
import { CancelOrderHandler } from './cancel-order.js';
import { CaptureAuthorizationHandler } from './capture-authorization.js';
import { CaptureOrderHandler } from './capture-order.js';
import { CaptureTerminalPaymentHandler } from './capture-terminal-payment.js';
import { ChangeShopStatusHandler } from './change-shop-status.js';
import { CorrectSettlementHandler } from './correct-settlement.js';
import { CreateCheckoutIntentHandler } from './create-checkout-intent.js';
import { CreateCustomerHandler } from './create-customer.js';
import { CreateTerminalIntentHandler } from './create-terminal-intent.js';
import { CustomerSealing } from './customer-sealing.js';
import { CutSettlementHandler } from './cut-settlement.js';
import { ExtendOrderHandler } from './extend-order.js';
import { CardGateway } from '../services/card-gateway.js';
import { OrderCommands } from './order-commands.js';
import { OrderPayments } from './order-payments.js';
import { PartCaptureOrderHandler } from './part-capture-order.js';
import { PayOutSettlementHandler } from './pay-out-settlement.js';
import { ReauthorizeOrderHandler } from './reauthorize-order.js';
import { RefundOrderHandler } from './refund-order.js';
import { RegisterOrderHandler } from './register-order.js';
import { RejectReauthorizationHandler } from './reject-reauthorization.js';
import { ReplaceOrderItemsHandler } from './replace-order-items.js';
import { ReversePayoutHandler } from './reverse-payout.js';
import { SettlementCommands } from './settlement-commands.js';
import { TerminalIntents } from './terminal-intents.js';

/** The commands that the contracts dispatch on Nest's `CommandBus`. */
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [
    CustomerSealing,
    CardGateway,
    OrderCommands,
    OrderPayments,
    SettlementCommands,
    TerminalIntents,
    RegisterOrderHandler,
    CaptureOrderHandler,
    PartCaptureOrderHandler,
    ReplaceOrderItemsHandler,
    AuthorizeOrderHandler,
    CreateTerminalIntentHandler,
    CreateCheckoutIntentHandler,
    CaptureTerminalPaymentHandler,
    CaptureAuthorizationHandler,
    CreateCustomerHandler,
    ChangeShopStatusHandler,
    RefundOrderHandler,
    CancelOrderHandler,
    ReauthorizeOrderHandler,
    ApproveReauthorizationHandler,
    RejectReauthorizationHandler,
    ExtendOrderHandler,
    CutSettlementHandler,
    PayOutSettlementHandler,
    ReversePayoutHandler,
    CorrectSettlementHandler,
  ],
  exports: [CqrsModule, CardGateway, OrderCommands, OrderPayments, TerminalIntents],
})
export class CommandsModule {}
