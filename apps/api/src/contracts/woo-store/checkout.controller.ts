import { Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parametersOf } from '../../contract-kit/body/parameters.js';
import { readDto } from '../../contract-kit/body/read-dto.js';
import type { Plain } from '../../contract-kit/describe.js';
import { Public } from '../../contract-kit/access.guard.js';
import { markReplayed, idempotencyKeyOf } from '../../contract-kit/request.js';
import {
  DescribeShopCall,
  idempotencyKeyHeader,
  json,
  sessionRequestHeaders,
} from './describe-woo-store.js';
import {
  checkoutResponse,
  CheckoutResponse,
  type PaymentStatus,
  registeredParts,
  type ShownParts,
} from './orders/checkout.response.js';
import { assertOrderAddress, type ShopOrder, ShopOrders } from './orders/shop-orders.js';
import { ShopStores } from './orders/shop-stores.js';
import { CheckoutPayments } from './payment/checkout-payments.js';
import type { PaymentOutcome } from './payment/payment-outcome.js';
import { RateLimitGuard } from './rate-limit.js';
import { assertAddresses } from './request/address-checks.js';
import { CheckoutDto } from './request/checkout.dto.js';
import { billingAddress, givenAddress, withoutEmail } from './request/shop-address.js';
import { ShopSession } from './session/shop-session.js';
import { wooStoreBodyRules } from './woo-store-body-rules.js';

const statusOf: Readonly<Record<PaymentStatus, number>> = {
  ...{ success: 200, pending: 202, failure: 400, error: 503 },
};

/**
 * The addresses, the note and the payment method for the answer. The shipping address is that of
 * the request, or else that of the order. If neither has one, the billing address is used.
 */
const partsOf = (found: ShopOrder, body: CheckoutDto): ShownParts => {
  const registered = registeredParts(found);
  const email = body.billing_address.email ?? found.customer?.email ?? body.billing_email;
  const billing = { ...billingAddress(body.billing_address), email: email ?? '' };
  const { shipping } = registered;
  const orders = shipping.country === '' ? withoutEmail(billing) : shipping;
  return {
    billing,
    shipping: givenAddress(body.shipping_address) ?? orders,
    note: body.customer_note ?? '',
    method: body.payment_method ?? registered.method,
  };
};

/** The call with which a shopper pays a `Pending` order (docs/contracts/woo-store.md). */
@Controller('wp-json/wc/store/v1/checkout')
export class ShopCheckoutController {
  constructor(
    private readonly stores: ShopStores,
    private readonly orders: ShopOrders,
    private readonly payments: CheckoutPayments,
  ) {}

  @Post(':orderId')
  @HttpCode(200)
  @Public()
  @UseGuards(RateLimitGuard)
  @DescribeShopCall('Pay an order', {
    description:
      'Authorises a card at the gateway, or takes an offline method. Needs the key of the order and ' +
      'a nonce or a cart token.',
    body: CheckoutDto,
    answer: CheckoutResponse,
    headers: [...sessionRequestHeaders, idempotencyKeyHeader],
    pays: true,
  })
  async pay(
    @Param('orderId') number: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CheckoutResponse>> {
    assertOrderAddress(number);
    const shop = await this.stores.of(request);
    const body = readDto(CheckoutDto, await parametersOf(request), wooStoreBodyRules);
    const idempotencyKey = idempotencyKeyOf(request);
    const session = await ShopSession.of(request, shop.keys);
    const found = await this.orders.find(request, shop, {
      ...{ number, guest: body, session, idempotencyKey },
    });
    await session.renew(reply);
    session.assertOwnRequest();
    const parts = partsOf(found, body);
    const { outcome, isRepeat } = await this.payments.once(found, body, async () => {
      this.payments.assertPayable(found);
      assertAddresses(parts);
      return this.payments.pay(found, body);
    });
    if (isRepeat) markReplayed(reply, {});
    return answer(reply, { found, parts, outcome });
  }
}

interface Answered {
  readonly found: ShopOrder;
  readonly parts: ShownParts;
  readonly outcome: PaymentOutcome;
}

const answer = (
  reply: FastifyReply,
  { found, parts, outcome }: Answered,
): Plain<CheckoutResponse> => {
  reply.code(statusOf[outcome.status]).header('Content-Type', json);
  if (outcome.status === 'error') reply.header('Retry-After', '1');
  return checkoutResponse({ ...found, order: outcome.order }, parts, outcome);
};
