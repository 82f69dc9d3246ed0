import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { queryParametersOf } from '../../contract-kit/body/parameters.js';
import { readDto } from '../../contract-kit/body/read-dto.js';
import type { Plain } from '../../contract-kit/describe.js';
import { Public } from '../../contract-kit/access.guard.js';
import { DescribeShopCall, guestQuery, json, sessionRequestHeaders } from './describe-woo-store.js';
import { orderShown, OrderShownDto } from './orders/order.response.js';
import { assertOrderAddress, ShopOrders } from './orders/shop-orders.js';
import { ShopStores } from './orders/shop-stores.js';
import { CheckoutCards } from './payment/card-payments.js';
import { GuestDto } from './request/checkout.dto.js';
import { ShopSession } from './session/shop-session.js';
import { wooStoreBodyRules } from './woo-store-body-rules.js';

/** Shows an order to a shopper who may pay it. */
@Controller('wp-json/wc/store/v1/order')
export class ShopOrderController {
  constructor(
    private readonly stores: ShopStores,
    private readonly orders: ShopOrders,
    private readonly cards: CheckoutCards,
  ) {}

  @Get(':orderId')
  @Header('Content-Type', json)
  @Public()
  @DescribeShopCall('Show an order', {
    description: 'Shows the order to guests who have its key, and to its registered customer.',
    answer: OrderShownDto,
    headers: sessionRequestHeaders,
    query: guestQuery,
  })
  async show(
    @Param('orderId') number: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<OrderShownDto>> {
    assertOrderAddress(number);
    const shop = await this.stores.of(request);
    const guest = readDto(GuestDto, queryParametersOf(request), wooStoreBodyRules);
    const session = await ShopSession.of(request, shop.keys);
    const found = await this.orders.find(request, shop, { number, guest, session });
    await session.renew(reply);
    return orderShown({ ...found, order: await this.cards.refresh(found) });
  }
}
