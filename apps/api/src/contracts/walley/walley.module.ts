import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { CancelController, ExtendController } from './changes/order-life.controller.js';
import { CaptureController } from './changes/capture.controller.js';
import { OrderController } from './orders/order.controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { ReauthorizeController } from './changes/reauthorize.controller.js';
import { RefundController } from './changes/refund.controller.js';
import { OwnSettlements } from './settlements/walley-settlement.js';
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
