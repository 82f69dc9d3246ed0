interface WantedIntent {
  /** Minor units. */
  readonly amount: number;
  readonly currency?: string;
  /** A test card of the sandbox. */
  readonly paymentMethod?: string;
  /** The order's number, which some contracts compare. */
  readonly orderNumber?: string;
}

/** Authorises a card payment at the gateway's sandbox, as a checkout does; returns its intent. */
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
