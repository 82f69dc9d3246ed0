import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { GatewayIntents } from './gateway/gateway-intents.js';
import { WooCancellations } from './orders/cancellations.js';
import { WooCaptures } from './orders/captures.js';
import { WooCustomers } from './orders/customers.js';
import { WooTerminalIntents } from './orders/terminal-intents.js';
import { WooOrders } from './orders/woo-orders.js';
import { PaymentOrdersController } from './payment-orders.controller.js';

@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [PaymentOrdersController],
  providers: [
    GatewayIntents,
    WooOrders,
    WooCaptures,
    WooTerminalIntents,
    WooCancellations,
    WooCustomers,
  ],
})
export class WoopaymentsModule {}
