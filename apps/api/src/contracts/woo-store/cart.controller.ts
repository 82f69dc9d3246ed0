import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Plain } from '../../contract-kit/describe.js';
import { Public } from '../../contract-kit/access.guard.js';
import type { StoreApi } from '../../services/store-api.js';
import { storeApiToken } from '../../services/service-tokens.js';
import { DescribeShopCall, json, sessionRequestHeaders } from './describe-woo-store.js';
import { CartDto, emptyCart } from './orders/cart.response.js';
import { ShopStores } from './orders/shop-stores.js';
import { ShopSession } from './session/shop-session.js';

/**
 * A shop front end calls this first. The cart is always empty, but the answer has the nonce and the
 * cart token that the next requests need.
 */
@Controller('wp-json/wc/store/v1/cart')
export class ShopCartController {
  constructor(
    private readonly stores: ShopStores,
    @Inject(storeApiToken) private readonly storeApi: Pick<StoreApi, 'methods'>,
  ) {}

  @Get()
  @Header('Content-Type', json)
  @Public()
  @DescribeShopCall('Begin a session with an empty cart', {
    description: 'The answer has the nonce and the cart token that a payment needs.',
    answer: CartDto,
    headers: sessionRequestHeaders,
  })
  async show(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CartDto>> {
    const { store, keys } = await this.stores.of(request);
    const session = await ShopSession.of(request, keys);
    await session.renew(reply);
    return emptyCart(store.currency, this.storeApi.methods);
  }
}
