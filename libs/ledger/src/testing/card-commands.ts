import type {
  CaptureAuthorizationCommand,
  CaptureTerminalPaymentCommand,
  CreateCheckoutIntentCommand,
  CreateCustomerCommand,
  CreateTerminalIntentCommand,
  FailRefund,
  PaymentIntentSeen,
  RegisterOrderCommand,
  ReleaseAuthorization,
  SettleRefund,
} from '../order/order-commands.js';
import { commandHead, type Circumstances, register } from './commands.js';
import { demoNumber } from './demo-order.js';

export const demoIntent = 'pi_demo';

/**
 * Registers the demo order as a card order that holds a payment intent; `content` overrides fields.
 */
export const registerCard = (
  content: Partial<RegisterOrderCommand['data']> = {},
  circumstances: Circumstances = {},
): RegisterOrderCommand =>
  register(
    {
      paymentMethod: 'card',
      authorization: { status: 'authorized', paymentIntent: demoIntent },
      ...content,
    },
    circumstances,
  );

/** The demo intent as the gateway shows it before a capture; `other` overrides fields. */
export const seen = (other: Partial<PaymentIntentSeen> = {}): PaymentIntentSeen => ({
  paymentIntent: demoIntent,
  status: 'requires_capture',
  orderReference: demoNumber,
  ...other,
});

export const captureTerminal = (
  intent: CaptureTerminalPaymentCommand['data'] = seen(),
  circumstances: Circumstances = {},
): CaptureTerminalPaymentCommand => ({
  type: 'CaptureTerminalPayment',
  ...commandHead('CaptureTerminalPayment', circumstances),
  data: intent,
});

export const captureAuthorization = (
  intent: CaptureAuthorizationCommand['data'] = seen(),
  circumstances: Circumstances = {},
): CaptureAuthorizationCommand => ({
  type: 'CaptureAuthorization',
  ...commandHead('CaptureAuthorization', circumstances),
  data: intent,
});

export const terminalIntent = (
  paymentIntent: string,
  circumstances: Circumstances = {},
): CreateTerminalIntentCommand => ({
  type: 'CreateTerminalIntent',
  ...commandHead('CreateTerminalIntent', circumstances),
  data: {
    paymentIntent,
    metadata: { order_id: demoNumber, order_number: demoNumber },
    paymentMethods: ['card_present'],
    captureMethod: 'manual',
  },
});

export const checkoutIntent = (
  paymentIntent: string,
  other: { readonly replaces?: string } = {},
  circumstances: Circumstances = {},
): CreateCheckoutIntentCommand => ({
  type: 'CreateCheckoutIntent',
  ...commandHead('CreateCheckoutIntent', circumstances),
  data: { paymentIntent, ...other },
});

export const customer = (
  customerId: string,
  circumstances: Circumstances = {},
): CreateCustomerCommand => ({
  type: 'CreateCustomer',
  ...commandHead('CreateCustomer', circumstances),
  data: { customerId },
});

export const settleRefund = (
  refundId: string,
  circumstances: Circumstances = {},
): SettleRefund => ({
  type: 'SettleRefund',
  ...commandHead('SettleRefund', circumstances),
  data: { refundId, gatewayRefundId: 're_1' },
});

export const failRefund = (refundId: string, circumstances: Circumstances = {}): FailRefund => ({
  type: 'FailRefund',
  ...commandHead('FailRefund', circumstances),
  data: { refundId, reason: 'The card is closed.', code: 'expired_or_canceled_card' },
});

export const release = (
  paymentIntent = demoIntent,
  circumstances: Circumstances = {},
): ReleaseAuthorization => ({
  type: 'ReleaseAuthorization',
  ...commandHead('ReleaseAuthorization', circumstances),
  data: { paymentIntent },
});
