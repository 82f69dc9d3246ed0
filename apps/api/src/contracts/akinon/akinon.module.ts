import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { CaptureOrderController } from './capture-order.controller.js';
import { LogInController } from './log-in.controller.js';
import { AkinonCaptures } from './orders/akinon-captures.js';
import { AkinonOrders } from './orders/akinon-orders.js';

@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [CaptureOrderController, LogInController],
  providers: [AkinonCaptures, AkinonOrders],
})
export class AkinonModule {}
