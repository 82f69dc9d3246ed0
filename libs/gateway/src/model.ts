/** The status of a payment intent, as Stripe names it. */
export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

/** A card payment at the gateway. Amounts are in the ledger's minor unit. */
export interface PaymentIntent {
  readonly id: string;
  readonly status: IntentStatus;
  /** The ISO 4217 code, in upper case. */
  readonly currency: string;
  readonly amount: number;
  /** The amount that is held on the card and may still be captured. */
  readonly capturable: number;
  /** The captured amount, without deduction of refunds. */
  readonly captured: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly clientSecret?: string;
  readonly customerId?: string;
  readonly paymentMethodId?: string;
  readonly charge?: Charge;
  /** Present only if the intent was cancelled and the caller or the gateway gave a reason. */
  readonly cancellationReason?: string;
  /**
   * The address that the customer has to open if the card needs a further step, such as the bank's
   * authentication.
   */
  readonly redirectUrl?: string;
}

export interface Charge {
  readonly id: string;
  readonly receiptUrl?: string;
  readonly paymentMethodId?: string;
  readonly cardBrand?: string;
  readonly cardLast4?: string;
}

export interface NewIntent {
  readonly amount: number;
  readonly currency: string;
  readonly methods: readonly ('card' | 'card_present' | 'interac_present')[];
  readonly capture: 'manual' | 'automatic';
  readonly metadata?: Readonly<Record<string, string>>;
  readonly customerId?: string;
  readonly paymentMethodId?: string;
  /** True to authorise the card at once, which needs a payment method. */
  readonly confirm?: boolean;
}

/** A capture as the ledger has requested it. */
export interface CaptureRequest {
  /** The id of the capture, which is also the idempotency key at the gateway. */
  readonly captureId: string;
  /** The order to capture. An intent may be captured for one order only. */
  readonly orderId: string;
  readonly intentId: string;
  readonly amount: number;
  readonly currency: string;
  /** The sum of the captures through this intent that the ledger has recorded as settled. */
  readonly capturedBefore: number;
  /** True if the rest of the authorisation is released with this capture. */
  readonly isFinal: boolean;
}

export interface RefundRequest {
  /** The id of the refund, which is also the idempotency key at the gateway. */
  readonly refundId: string;
  readonly intentId: string;
  readonly amount: number;
  readonly currency: string;
}

export interface ReleaseRequest {
  /** The id of the release, which is also the idempotency key at the gateway. */
  readonly releaseId: string;
  /**
   * The order whose authorisation is to be released. An intent that belongs to another order is not
   * cancelled.
   */
  readonly orderId: string;
  readonly intentId: string;
}

export interface GatewayRefund {
  readonly id: string;
}

export interface Address {
  readonly line1?: string;
  readonly line2?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly region?: string;
  readonly countryCode?: string;
}

export interface CustomerDetails {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: Address;
  readonly shipping?: { readonly name: string; readonly phone?: string; readonly address: Address };
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface GatewayCustomer {
  readonly id: string;
}

export interface ConnectionToken {
  readonly secret: string;
}

/**
 * The state of an intent as a payment for an order. `authorised`: the amount is held or captured.
 * `waits`: the bank has not answered yet. `open`: a card can still be authorised. `over`: the
 * intent is cancelled.
 */
export type IntentFinding = 'authorised' | 'waits' | 'open' | 'over';

export const paymentFindingOf = ({ status }: Pick<PaymentIntent, 'status'>): IntentFinding => {
  switch (status) {
    case 'requires_capture':
    case 'succeeded':
      return 'authorised';
    case 'processing':
      return 'waits';
    case 'requires_payment_method':
    case 'requires_confirmation':
    case 'requires_action':
      return 'open';
    case 'canceled':
      return 'over';
  }
};
