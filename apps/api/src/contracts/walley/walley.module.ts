import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { CancelController } from './cancel/cancel.controller.js';
import { CaptureController } from './capture/capture.controller.js';
import { ExtendController } from './extend/extend.controller.js';
import { OrderController } from './order/order.controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { ReauthorizeController } from './reauthorize/reauthorize.controller.js';
import { RefundController } from './refund/refund.controller.js';
import { OwnSettlements } from './settlements/own-settlements.js';
import { SettlementsController } from './settlements/settlements.controller.js';

@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [
    CaptureController,
    CancelController,
    RefundController,
    ReauthorizeController,
    ExtendController,
    OrderController,
    OrdersController,
    SettlementsController,
  ],
  providers: [OwnSettlements],
})
export class WalleyModule {}
