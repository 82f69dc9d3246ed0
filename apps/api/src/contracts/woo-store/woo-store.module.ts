import { Controller, Module } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
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

/**
 * The same call at a URL without `/v1`, which older front ends use. OpenAPI describes only the URL
 * with `/v1`.
 */
@ApiExcludeController()
@Controller('wp-json/wc/store/checkout')
class UnversionedCheckoutController extends ShopCheckoutController {}

@ApiExcludeController()
@Controller('wp-json/wc/store/order')
class UnversionedOrderController extends ShopOrderController {}

@ApiExcludeController()
@Controller('wp-json/wc/store/cart')
class UnversionedCartController extends ShopCartController {}

const unversionedControllers = [
  ...[UnversionedCheckoutController, UnversionedOrderController, UnversionedCartController],
];

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
