import type { OrderCommand, RegisterOrder } from './order-commands.js';
import type { OrderBalance } from './order.js';
import { without } from '../collections/without.js';
import { currencyDecimals } from '../money/currencies.js';
import { amountMeaning } from './request/amount-meaning.js';
import { requestMeaning } from './request/request-meaning.js';

/** What decides whether two commands of one kind are the same request. */
export const fingerprintInput = (
  balance: OrderBalance,
  command: Exclude<OrderCommand, RegisterOrder>,
): unknown => {
  switch (command.type) {
    case 'RequestCapture': {
      const { data } = command;
      const itemsAsGiven = data.replaceItems;
      return requestMeaning(balance, data, { defaultDescription: 'Capture', itemsAsGiven });
    }
    case 'RefundOrder':
      return requestMeaning(balance, command.data, refundReading);
    case 'ReauthorizeOrder':
      return requestMeaning(balance, command.data, reauthorizationReading);
    case 'CreateTerminalIntent':
      // The gateway makes the intent: a repeated request brings another one.
      return without(command.data, 'paymentIntent');
    case 'CaptureTerminalPayment':
      return { ...without(command.data, 'status', 'orderReference') };
    case 'CaptureAuthorization': {
      const { amount, ...data } = without(command.data, 'status', 'orderReference');
      const decimals = currencyDecimals(balance.currency);
      return { ...data, ...(amount !== undefined && { amount: amountMeaning(amount, decimals) }) };
    }
    case 'CreateCustomer':
      return {};
    case 'SettleRefund':
    case 'FailRefund':
    case 'ReleaseAuthorization':
    case 'AuthorizeOrder':
    case 'SettleCapture':
    case 'FailCapture':
    case 'CancelOrder':
    case 'ApproveReauthorization':
    case 'RejectReauthorization':
    case 'ExtendOrder':
    case 'ExpireOrder':
      return command.data;
  }
};

const refundReading = { defaultDescription: 'Refund', itemsAsGiven: false };
const reauthorizationReading = { defaultDescription: '', itemsAsGiven: true };
