interface WantedIntent {
  /** The amount in minor units. */
  readonly amount: number;
  readonly currency?: string;
  /** The name of a test card, such as `pm_card_visa`. */
  readonly paymentMethod?: string;
  /**
   * The order number stored with the payment. Some of the ledger's APIs refuse a payment that was
   * made for another order number.
   */
  readonly orderNumber?: string;
}

/**
 * Authorises a card payment at the gateway's sandbox, as a shop's checkout would. Returns the id of
 * the payment intent.
 */
export const sandboxIntent = async (
  gatewayUrl: string,
  { amount, currency = 'sek', paymentMethod = 'pm_card_visa', orderNumber }: WantedIntent,
): Promise<string> => {
  const answer = await fetch(`${gatewayUrl}/v1/payment_intents`, {
    method: 'POST',
    headers: { Authorization: 'Bearer sk_test_sandbox' },
    body: new URLSearchParams({
      ...{ amount: String(amount), currency, 'payment_method_types[0]': 'card' },
      ...{ capture_method: 'manual', confirm: 'true', payment_method: paymentMethod },
      ...(orderNumber !== undefined && { 'metadata[order_id]': orderNumber }),
    }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { id: string }).id;
};
