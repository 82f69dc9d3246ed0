/** A test card, by the id of its payment method. */
export interface TestCard {
  readonly brand: string;
  readonly last4: string;
  /**
   * The reason that this card gives for declining every charge and authorisation; absent for a card
   * that accepts them.
   */
  readonly declines?: string;
  readonly asksForMore?: true;
  /**
   * True for a card that declines captures of amounts that end in 02, so that a test can make a
   * capture fail.
   */
  readonly declinesOnCapture?: true;
}

const visa = { brand: 'visa', last4: '4242' };

const cards: Readonly<Record<string, TestCard>> = {
  pm_card_visa: visa,
  pm_card_visa_debit: { brand: 'visa', last4: '5556' },
  pm_card_mastercard: { brand: 'mastercard', last4: '4444' },
  pm_card_amex: { brand: 'amex', last4: '8431' },
  pm_card_visa_declineOnCapture: { ...visa, declinesOnCapture: true },
  pm_card_authenticationRequired: { brand: 'visa', last4: '3184', asksForMore: true },
  pm_card_threeDSecure2Required: { brand: 'visa', last4: '3220', asksForMore: true },
  pm_card_chargeDeclined: { brand: 'visa', last4: '0002', declines: 'generic_decline' },
  pm_card_visa_chargeDeclined: { brand: 'visa', last4: '0002', declines: 'generic_decline' },
  pm_card_chargeDeclinedInsufficientFunds: {
    ...{ brand: 'visa', last4: '9995', declines: 'insufficient_funds' },
  },
  pm_card_visa_chargeDeclinedInsufficientFunds: {
    ...{ brand: 'visa', last4: '9995', declines: 'insufficient_funds' },
  },
  pm_card_chargeDeclinedExpiredCard: { brand: 'visa', last4: '0069', declines: 'expired_card' },
  pm_card_chargeDeclinedLostCard: { brand: 'visa', last4: '9987', declines: 'lost_card' },
  pm_card_chargeDeclinedStolenCard: { brand: 'visa', last4: '9979', declines: 'stolen_card' },
  pm_card_chargeDeclinedProcessingError: {
    ...{ brand: 'visa', last4: '0119', declines: 'processing_error' },
  },
};

export const cardOf = (paymentMethod: string): TestCard | undefined =>
  Object.hasOwn(cards, paymentMethod) ? cards[paymentMethod] : undefined;

/** True if this test card declines a capture of this amount. */
export const isDeclinedOnCapture = (paymentMethod: string | null, amount: number): boolean =>
  amount % 100 === 2 && cardOf(paymentMethod ?? '')?.declinesOnCapture === true;

/**
 * The decline reasons that Stripe also uses as error codes. A decline for any other reason has the
 * error code `card_declined`.
 */
const ownCodes = new Set(['expired_card', 'processing_error']);

export const declineOf = (
  reason: string,
): { readonly code: string; readonly decline_code: string; readonly message: string } => {
  const texts: Readonly<Record<string, string>> = {
    insufficient_funds: 'Your card has insufficient funds.',
    expired_card: 'Your card has expired.',
    processing_error: 'An error occurred while processing your card. Try again in a little bit.',
  };
  const code = ownCodes.has(reason) ? reason : 'card_declined';
  return { code, decline_code: reason, message: texts[reason] ?? 'Your card was declined.' };
};
