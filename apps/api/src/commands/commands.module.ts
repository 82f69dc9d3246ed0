import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import {
  ApproveReauthorizationHandler,
  ReauthorizeOrderHandler,
  RejectReauthorizationHandler,
  AuthorizeOrderHandler,
  CreateCheckoutIntentHandler,
  CreateCustomerHandler,
  CreateTerminalIntentHandler,
  CancelOrderHandler,
  ChangeShopStatusHandler,
  ExtendOrderHandler,
  RefundOrderHandler,
} from './order-life-commands.js';
import {
  CaptureAuthorizationHandler,
  CaptureOrderHandler,
  CaptureTerminalPaymentHandler,
  PartCaptureOrderHandler,
  ReplaceOrderItemsHandler,
} from './capture-commands.js';
import {
  CorrectSettlementHandler,
  PayOutSettlementHandler,
  ReversePayoutHandler,
  SettlementCommands,
} from './settlement-commands.js';
import { CustomerSealing } from './customer-sealing.js';
import { CutSettlementHandler } from './cut-settlement.js';
import { CardGateway } from '../services/card-gateway.js';
import { OrderCommands } from './order-commands.js';
import { OrderPayments } from './order-payments.js';
import { RegisterOrderHandler } from './register-order.js';
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
