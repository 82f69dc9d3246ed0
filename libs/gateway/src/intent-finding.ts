import type { PaymentIntent } from './model.js';

/**
 * The meaning of an intent's state for the order that it is to pay: its card is authorised, the
 * bank takes its time, a card can still be authorised on it, or it is cancelled.
 */
export type IntentFinding = 'authorised' | 'waits' | 'open' | 'over';

export const findingOf = ({ status }: Pick<PaymentIntent, 'status'>): IntentFinding => {
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
