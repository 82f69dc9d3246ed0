import { Controller } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ShopCartController } from './cart.controller.js';
import { ShopCheckoutController } from './checkout.controller.js';
import { ShopOrderController } from './order.controller.js';

/** The calls at their older addresses, which have no version. They are described once. */
@ApiExcludeController()
@Controller('wp-json/wc/store/checkout')
class UnversionedCheckoutController extends ShopCheckoutController {}

@ApiExcludeController()
@Controller('wp-json/wc/store/order')
class UnversionedOrderController extends ShopOrderController {}

@ApiExcludeController()
@Controller('wp-json/wc/store/cart')
class UnversionedCartController extends ShopCartController {}

export const unversionedControllers = [
  ...[UnversionedCheckoutController, UnversionedOrderController, UnversionedCartController],
];
