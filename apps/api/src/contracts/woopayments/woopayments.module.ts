import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { GatewayIntents } from './gateway/gateway-intents.js';
import { WooCancellations } from './orders/cancellations.js';
import { WooCaptures } from './orders/captures.js';
import { WooCustomers } from './orders/customers.js';
import { PreparedPayments } from './orders/prepared-payments.js';
import { ShownCustomers } from './orders/shown-customers.js';
import { WooTerminalIntents } from './orders/terminal-intents.js';
import { WooOrders } from './orders/woo-orders.js';
import { PaymentOrdersController } from './payment-orders.controller.js';
import { WooAuthorizations } from './payments/authorizations.js';
import { ConnectionTokens } from './payments/connection-tokens.js';
import { OrdersOfIntents } from './payments/orders-of-intents.js';
import { PaymentsController } from './payments/payments.controller.js';
import { WooReceipts } from './payments/receipts.js';

@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [PaymentOrdersController, PaymentsController],
  providers: [
    ...[GatewayIntents, WooOrders, OrdersOfIntents, WooCaptures, WooTerminalIntents],
    ...[WooCancellations, WooCustomers, ShownCustomers, PreparedPayments],
    ...[WooAuthorizations, WooReceipts, ConnectionTokens],
  ],
})
export class WoopaymentsModule {}
