import { Controller, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiParam } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isJsonNumber, type JsonObject } from '../../contract-kit/body/read-json.js';
import { markReplayed } from '../../contract-kit/request.js';
import { WooAction } from './describe-woopayments.js';
import { WooCancellations } from './orders/cancellations.js';
import { WooCaptures } from './orders/captures.js';
import { WooCustomers } from './orders/customers.js';
import { PreparedPayments } from './orders/prepared-payments.js';
import { WooTerminalIntents, terminalOptionsOf } from './orders/terminal-intents.js';
import { type WooAnswer, type WooOrder, WooOrders } from './orders/woo-orders.js';
import {
  CaptureBody,
  CreatedDto,
  IntentBody,
  PaymentDto,
  PreparedDto,
  TerminalIntentBody,
} from './payment-orders.dto.js';
import { textOf, trimmed, wooParametersOf } from './woo-parameters.js';
import { invalidAmount } from './woopayments-envelope.js';

/** Reads the optional `amount` in minor units. @throws HttpError 400 */
const amountOf = (parameters: JsonObject): { readonly amount?: number } => {
  const value = parameters['amount'] ?? undefined;
  if (value === undefined) return {};
  const text = isJsonNumber(value) ? value.value : value;
  if (typeof text !== 'string' || !/^[1-9]\d{0,14}$/.test(text)) throw invalidAmount();
  return { amount: Number(text) };
};

const intentOf = (parameters: JsonObject): string => textOf(parameters, 'payment_intent_id') ?? '';

const required = ['payment_intent_id'];

/**
 * The calls that take, capture and cancel the payment of an order (docs/contracts/woopayments.md).
 */
@Controller('wp-json/wc/v3/payments/orders/:orderId')
@ApiParam({ name: 'orderId', description: "The order's number in the store of the key" })
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'All requests with the same key together have one effect',
})
export class PaymentOrdersController {
  constructor(
    private readonly orders: WooOrders,
    private readonly captures: WooCaptures,
    private readonly terminalIntents: WooTerminalIntents,
    private readonly cancellations: WooCancellations,
    private readonly customers: WooCustomers,
    private readonly prepared: PreparedPayments,
  ) {}

  @WooAction('create_terminal_intent', {
    summary: 'Create a card-present payment intent for the total of an order',
    description: 'Each call creates another intent, unless it repeats an idempotency key.',
    body: TerminalIntentBody,
    answer: CreatedDto,
  })
  async createTerminalIntent(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Partial<CreatedDto>> {
    return this.answer({ request, reply }, async (order, parameters) =>
      this.terminalIntents.create(order, terminalOptionsOf(parameters)),
    );
  }

  @WooAction('prepare_terminal_payment', {
    summary: 'Check whether a card-present payment can be captured for an order',
    description: 'Only checks; nothing is recorded.',
    body: IntentBody,
    answer: PreparedDto,
    required,
  })
  async prepareTerminalPayment(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Partial<PreparedDto>> {
    return this.answer({ request, reply }, async (order, parameters) => ({
      body: await this.prepared.prepare(order, intentOf(parameters)),
    }));
  }

  @WooAction('capture_terminal_payment', {
    summary: 'Capture a card-present payment',
    description:
      'Captures all that is left of the order. Waits up to 10 s for the gateway; a repeat finds the same capture.',
    body: IntentBody,
    answer: PaymentDto,
    required,
  })
  async captureTerminalPayment(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Partial<PaymentDto>> {
    return this.answer({ request, reply }, async (order, parameters) =>
      this.captures.capture(order, {
        type: 'CaptureTerminalPayment',
        intentId: intentOf(parameters),
      }),
    );
  }

  @WooAction('capture_authorization', {
    summary: 'Capture the authorisation that an order holds, or a part of it',
    description:
      'Waits up to 10 s for the gateway. Without `amount`, all that is left is captured.',
    body: CaptureBody,
    answer: PaymentDto,
    required,
  })
  async captureAuthorization(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Partial<PaymentDto>> {
    return this.answer({ request, reply }, async (order, parameters) =>
      this.captures.capture(order, {
        type: 'CaptureAuthorization',
        intentId: intentOf(parameters),
        ...amountOf(parameters),
      }),
    );
  }

  @WooAction('cancel_authorization', {
    summary: 'Cancel the authorisation of an order',
    description:
      'The authorisation is cancelled first at the gateway, then in the ledger; the order is closed.',
    body: IntentBody,
    answer: PaymentDto,
    required,
  })
  async cancelAuthorization(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Partial<PaymentDto>> {
    return this.answer({ request, reply }, async (order, parameters) =>
      this.cancellations.cancel(order, intentOf(parameters)),
    );
  }

  @WooAction('create_customer', {
    summary: "Create or update the gateway's customer of an order",
    description: 'Repeated calls answer with the same id.',
    answer: CreatedDto,
    orderNumber: /^\d+$/,
  })
  async createCustomer(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Partial<CreatedDto>> {
    return this.answer({ request, reply }, async (order) => this.customers.create(order));
  }

  /**
   * Runs a call on the order in the URL. The answer is reduced to the members that the parameter
   * `_fields` names.
   */
  private async answer<Answer extends object>(
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    act: (order: WooOrder, parameters: JsonObject) => Promise<WooAnswer<Answer>>,
  ): Promise<Partial<Answer>> {
    const parameters = await wooParametersOf(request);
    const order = await this.orders.find(request);
    const { body, repeated } = await act(order, parameters);
    if (repeated !== undefined) markReplayed(reply, repeated);
    return trimmed(body, parameters);
  }
}
