import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BeforePermission } from '../../contract-kit/access.guard.js';
import { isJsonNumber } from '../../contract-kit/body/read-json.js';
import { HttpError } from '../../contract-kit/http-error.js';
import { RequireScope } from '../../contract-kit/require-scope.js';
import { DescribeAction } from './describe-woopayments.js';
import { WooCancellations } from './orders/cancellations.js';
import { WooCaptures } from './orders/captures.js';
import { WooCustomers } from './orders/customers.js';
import { terminalOptionsOf, WooTerminalIntents } from './orders/terminal-intents.js';
import { WooOrders } from './orders/woo-orders.js';
import {
  CaptureBody,
  CreatedDto,
  IntentBody,
  PaymentDto,
  TerminalIntentBody,
} from './payment-orders.dto.js';
import { checkCall, textOf, trimmed, wooParametersOf } from './woo-parameters.js';

const anyNumber = /^\w+$/;
const digits = /^\d+$/;
const json = 'application/json; charset=UTF-8';

const invalidAmount = (): HttpError =>
  new HttpError({
    status: 400,
    code: 'wcpay_invalid_capture_amount',
    detail: 'The amount is not a positive integer up to what is left to capture.',
  });

/** `amount` in minor units, if given. @throws HttpError 400 */
const amountOf = (parameters: Awaited<ReturnType<typeof wooParametersOf>>): number | undefined => {
  const value = parameters['amount'] ?? undefined;
  if (value === undefined) return undefined;
  const text = isJsonNumber(value) ? value.value : value;
  if (typeof text !== 'string' || !/^[1-9]\d{0,14}$/.test(text)) throw invalidAmount();
  return Number(text);
};

/** WooPayments' calls on orders (docs/contracts/woopayments.md). */
@Controller('wp-json/wc/v3/payments/orders/:orderId')
@ApiParam({ name: 'orderId', description: "The order's number in the store of the key" })
@ApiHeader({ name: 'Idempotency-Key', required: false, description: 'One effect for each key' })
export class PaymentOrdersController {
  constructor(
    private readonly orders: WooOrders,
    private readonly captures: WooCaptures,
    private readonly terminalIntents: WooTerminalIntents,
    private readonly cancellations: WooCancellations,
    private readonly customers: WooCustomers,
  ) {}

  @Post('create_terminal_intent')
  @HttpCode(200)
  @Header('Content-Type', json)
  @RequireScope('captures:write')
  @BeforePermission(checkCall(anyNumber))
  @DescribeAction('Make a card-present payment intent for the total of an order', {
    body: TerminalIntentBody,
    answer: CreatedDto,
  })
  async createTerminalIntent(@Req() request: FastifyRequest): Promise<Partial<CreatedDto>> {
    const parameters = await wooParametersOf(request);
    const order = await this.orders.find(request);
    const created = await this.terminalIntents.create(order, terminalOptionsOf(parameters));
    return trimmed(created, parameters);
  }

  @Post('capture_terminal_payment')
  @HttpCode(200)
  @Header('Content-Type', json)
  @RequireScope('captures:write')
  @BeforePermission(checkCall(anyNumber, 'payment_intent_id'))
  @DescribeAction('Capture a card-present payment', { body: IntentBody, answer: PaymentDto })
  async captureTerminalPayment(@Req() request: FastifyRequest): Promise<Partial<PaymentDto>> {
    const parameters = await wooParametersOf(request);
    const order = await this.orders.find(request);
    const intentId = textOf(parameters, 'payment_intent_id') ?? '';
    const wanted = { type: 'CaptureTerminalPayment', intentId } as const;
    return trimmed(await this.captures.capture(order, wanted), parameters);
  }

  @Post('capture_authorization')
  @HttpCode(200)
  @Header('Content-Type', json)
  @RequireScope('captures:write')
  @BeforePermission(checkCall(anyNumber, 'payment_intent_id'))
  @DescribeAction('Capture the authorisation that an order holds, or a part of it', {
    body: CaptureBody,
    answer: PaymentDto,
  })
  async captureAuthorization(@Req() request: FastifyRequest): Promise<Partial<PaymentDto>> {
    const parameters = await wooParametersOf(request);
    const order = await this.orders.find(request);
    const amount = amountOf(parameters);
    const captured = await this.captures.capture(order, {
      type: 'CaptureAuthorization',
      intentId: textOf(parameters, 'payment_intent_id') ?? '',
      ...(amount !== undefined && { amount }),
    });
    return trimmed(captured, parameters);
  }

  @Post('cancel_authorization')
  @HttpCode(200)
  @Header('Content-Type', json)
  @RequireScope('captures:write')
  @BeforePermission(checkCall(anyNumber, 'payment_intent_id'))
  @DescribeAction('Give up the authorisation that an order holds', {
    body: IntentBody,
    answer: PaymentDto,
  })
  async cancelAuthorization(@Req() request: FastifyRequest): Promise<Partial<PaymentDto>> {
    const parameters = await wooParametersOf(request);
    const order = await this.orders.find(request);
    const intentId = textOf(parameters, 'payment_intent_id') ?? '';
    return trimmed(await this.cancellations.cancel(order, intentId), parameters);
  }

  @Post('create_customer')
  @HttpCode(200)
  @Header('Content-Type', json)
  @RequireScope('captures:write')
  @BeforePermission(checkCall(digits))
  @DescribeAction("Make or update the gateway's customer of an order", { answer: CreatedDto })
  async createCustomer(@Req() request: FastifyRequest): Promise<Partial<CreatedDto>> {
    const parameters = await wooParametersOf(request);
    const created = await this.customers.create(await this.orders.find(request));
    return trimmed(created, parameters);
  }
}
