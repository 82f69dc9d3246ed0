import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { CaptureController } from './capture/capture.controller.js';
import { OrderController } from './order/order.controller.js';
import { OrdersController } from './orders/orders.controller.js';

@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [CaptureController, OrderController, OrdersController],
})
export class WalleyModule {}
