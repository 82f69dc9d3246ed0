import type { Registry } from 'prom-client';
import type Stripe from 'stripe';
import { toGatewayAmount, toCustomerParams, toIntent } from './gateway-terms.js';
import {
  underFreshKeys,
  GatewayCalls,
  defaultCallLimits,
  type CallLimits,
  type CallOutcome,
} from './gateway-calls.js';
import { GatewayMetrics, type BreakerState } from './gateway-metrics.js';
import type {
  CaptureRequest,
  ConnectionToken,
  CustomerDetails,
  GatewayCustomer,
  GatewayRefund,
  NewIntent,
  PaymentIntent,
  RefundRequest,
  ReleaseRequest,
} from './model.js';
import { done, refused, type Outcome } from './outcome.js';
import { orderMember, performCapture } from './perform-capture.js';
import { performRefund } from './perform-refund.js';
import { performRelease } from './perform-release.js';
import { SendWindow } from './send-window.js';
import { makeClient } from './stripe-client.js';

export interface GatewayOptions {
  /** https://api.stripe.com by default. */
  readonly apiBase?: string | undefined;
  readonly secretKey: string;
  /** The registry for the metrics of the calls; without it, calls are not counted. */
  readonly registry?: Registry;
  readonly limits?: Partial<CallLimits>;
}

/** Makes the connection of this process to the card gateway. */
export const openGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const limits = { ...defaultCallLimits, ...options.limits };
  const metrics = options.registry && new GatewayMetrics(options.registry);
  const stripe = await makeClient({ ...options, ...limits });
  return new Gateway(stripe, new GatewayCalls(limits, metrics));
};

const charged = { expand: ['latest_charge'] };

/**
 * Converts the gateway's answer of a successful call by `map`. A refusal or an unknown outcome is
 * returned unchanged.
 */
const mapped = <Answer, Value>(
  outcome: CallOutcome<Answer>,
  map: (answer: Answer) => Value,
): CallOutcome<Value> => (outcome.kind === 'done' ? done(map(outcome.value)) : outcome);

/**
 * All calls to the card gateway that the ledger makes. Each call returns an outcome: done, refused,
 * or unknown. After an unknown outcome the caller has to ask again under the same key.
 */
export class Gateway {
  readonly #stripe: Stripe;
  readonly #calls: GatewayCalls;

  constructor(stripe: Stripe, calls: GatewayCalls) {
    this.#stripe = stripe;
    this.#calls = calls;
  }

  get breaker(): BreakerState {
    return this.#calls.breaker;
  }

  /**
   * Makes a capture exactly once, even if it is called several times for the same capture
   * (docs/cards.md, "Never twice, never lost"). `window` limits the time between reading the order
   * and sending the request. The window must have begun before the order was read.
   */
  async capture(
    request: CaptureRequest,
    window = new SendWindow(),
  ): Promise<Outcome<PaymentIntent>> {
    return performCapture(request, {
      read: async () => this.readIntent(request.intentId),
      capture: async (amount, isFinal) =>
        this.#intent('capture', async () => {
          window.assertOpen();
          return this.#stripe.paymentIntents.capture(
            request.intentId,
            {
              ...charged,
              amount_to_capture: amount,
              final_capture: isFinal,
              metadata: { ledger_capture: request.captureId, [orderMember]: request.orderId },
            },
            { idempotencyKey: request.captureId },
          );
        }),
    });
  }

  /**
   * Makes a refund exactly once, even if it is called several times for the same refund. `window`
   * limits the time between reading the order and sending the refund.
   */
  async refund(request: RefundRequest, window = new SendWindow()): Promise<Outcome<GatewayRefund>> {
    return performRefund(request, {
      list: async (startingAfter) =>
        this.#calls.call('list-refunds', 'list', async () =>
          this.#stripe.refunds.list({
            payment_intent: request.intentId,
            limit: 100,
            ...(startingAfter !== undefined && { starting_after: startingAfter }),
          }),
        ),
      refund: async (amount) =>
        this.#calls.call('refund', 'refund', async () => {
          window.assertOpen();
          return this.#stripe.refunds.create(
            {
              payment_intent: request.intentId,
              amount,
              metadata: { ledger_refund: request.refundId },
            },
            { idempotencyKey: request.refundId },
          );
        }),
    });
  }

  /** Releases the amount that an intent still holds on the card. */
  async release(request: ReleaseRequest): Promise<Outcome<PaymentIntent>> {
    const { intentId, releaseId } = request;
    return performRelease(request, {
      read: async () => this.readIntent(intentId),
      cancel: async () => this.cancelIntent(intentId, releaseId),
    });
  }

  async createIntent(intent: NewIntent, key: string): Promise<CallOutcome<PaymentIntent>> {
    const amount = toGatewayAmount(intent.amount, intent.currency);
    if (amount === undefined) return refused(inexpressible);
    const create = async (idempotencyKey: string): Promise<CallOutcome<PaymentIntent>> =>
      this.#intent('create-intent', async () =>
        this.#sendIntent(intent, { amount, idempotencyKey }),
      );
    // An intent that is confirmed at once holds money on a card. A second idempotency key could
    // hold the money twice, so there is none in this case.
    return intent.confirm === true ? create(key) : underFreshKeys(key, create);
  }

  async #sendIntent(
    intent: NewIntent,
    { amount, idempotencyKey }: { readonly amount: number; readonly idempotencyKey: string },
  ): Promise<Stripe.Response<Stripe.PaymentIntent>> {
    return this.#stripe.paymentIntents.create(
      {
        ...charged,
        amount,
        currency: intent.currency.toLowerCase(),
        payment_method_types: [...intent.methods],
        capture_method: intent.capture,
        metadata: { ...intent.metadata },
        ...(intent.customerId !== undefined && { customer: intent.customerId }),
        ...(intent.paymentMethodId !== undefined && { payment_method: intent.paymentMethodId }),
        ...(intent.confirm !== undefined && { confirm: intent.confirm }),
      },
      { idempotencyKey },
    );
  }

  async readIntent(id: string): Promise<Outcome<PaymentIntent>> {
    return this.#intent('read-intent', async () =>
      this.#stripe.paymentIntents.retrieve(id, charged),
    );
  }

  async cancelIntent(
    id: string,
    key: string,
    reason?: 'requested_by_customer',
  ): Promise<CallOutcome<PaymentIntent>> {
    const cause = reason !== undefined && { cancellation_reason: reason };
    return this.#intent('cancel', async () =>
      this.#stripe.paymentIntents.cancel(id, { ...charged, ...cause }, { idempotencyKey: key }),
    );
  }

  async confirmIntent(
    id: string,
    paymentMethodId: string,
    key: string,
  ): Promise<CallOutcome<PaymentIntent>> {
    return this.#intent('confirm', async () =>
      this.#stripe.paymentIntents.confirm(
        id,
        { ...charged, payment_method: paymentMethodId },
        { idempotencyKey: key },
      ),
    );
  }

  async createCustomer(details: CustomerDetails, key: string): Promise<Outcome<GatewayCustomer>> {
    const outcome = await underFreshKeys(key, async (idempotencyKey) =>
      this.#calls.call('create-customer', 'customer', async () =>
        this.#stripe.customers.create(toCustomerParams(details), { idempotencyKey }),
      ),
    );
    return mapped(outcome, ({ id }) => ({ id }));
  }

  async updateCustomer(
    id: string,
    details: CustomerDetails,
    key: string,
  ): Promise<Outcome<GatewayCustomer>> {
    const outcome = await this.#calls.call('update-customer', 'customer', async () =>
      this.#stripe.customers.update(id, toCustomerParams(details), { idempotencyKey: key }),
    );
    return mapped(outcome, () => ({ id }));
  }

  /** A customer that the gateway no longer has is refused with `resource_missing`. */
  async readCustomer(id: string): Promise<Outcome<GatewayCustomer>> {
    const outcome = await this.#calls.call('read-customer', 'customer', async () =>
      this.#stripe.customers.retrieve(id),
    );
    if (outcome.kind !== 'done' || !outcome.value.deleted) return mapped(outcome, () => ({ id }));
    const message = `No such customer: '${id}'; it was deleted`;
    return refused({ status: 404, code: 'resource_missing', message });
  }

  /** The token with which the app of a terminal connects to its card reader. */
  async connectionToken(): Promise<Outcome<ConnectionToken>> {
    const outcome = await this.#calls.call(
      'connection-token',
      'terminal.connection_token',
      async () => this.#stripe.terminal.connectionTokens.create(),
    );
    return mapped(outcome, ({ secret }) => ({ secret }));
  }

  async #intent(
    name: 'cancel' | 'capture' | 'confirm' | 'create-intent' | 'read-intent',
    request: () => Promise<Stripe.Response<Stripe.PaymentIntent>>,
  ): Promise<CallOutcome<PaymentIntent>> {
    return mapped(await this.#calls.call(name, 'payment_intent', request), toIntent);
  }
}

const inexpressible = {
  status: 400,
  code: 'amount_not_expressible',
  message: 'The gateway has no unit of this currency that is small enough for this amount.',
};
