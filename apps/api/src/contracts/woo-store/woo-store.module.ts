import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { QueriesModule } from '../../queries/queries.module.js';
import { ShopCartController } from './cart.controller.js';
import { ShopCheckoutController } from './checkout.controller.js';
import { ShopOrderController } from './order.controller.js';
import { ShopOrders } from './orders/shop-orders.js';
import { ShopStores } from './orders/shop-stores.js';
import { CheckoutCards } from './payment/card-payments.js';
import { CheckoutIntents } from './payment/checkout-intents.js';
import { CheckoutPayments } from './payment/checkout-payments.js';
import { RecordedPayments } from './payment/recorded-payments.js';
import { RateLimitGuard } from './rate-limit.js';
import { unversionedControllers } from './unversioned.controllers.js';

@Module({
  imports: [CommandsModule, QueriesModule],
  controllers: [
    ...[ShopCheckoutController, ShopOrderController, ShopCartController],
    ...unversionedControllers,
  ],
  providers: [
    ...[ShopStores, ShopOrders, CheckoutPayments, CheckoutCards, CheckoutIntents],
    ...[RecordedPayments, RateLimitGuard],
  ],
})
export class WooStoreModule {}
