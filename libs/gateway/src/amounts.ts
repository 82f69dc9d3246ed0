/**
 * The gateway counts a few currencies in another unit than ISO 4217: Icelandic krónur and Ugandan
 * shillings in hundredths, Malagasy ariary in whole ariary. For all other currencies the units are
 * the same.
 */
const gatewayUnits: Readonly<Record<string, number>> = { ISK: 100, UGX: 100, MGA: 0.01 };

const factorOf = (currency: string): number => gatewayUnits[currency] ?? 1;

/** The amount in the gateway's unit; `undefined` if it would not be a whole number. */
export const toGatewayAmount = (amount: number, currency: string): number | undefined => {
  const factor = factorOf(currency);
  const converted = factor < 1 ? amount / (1 / factor) : amount * factor;
  return Number.isSafeInteger(converted) ? converted : undefined;
};

/**
 * The amount in the ledger's minor unit. If the gateway's unit is smaller, the result may be a
 * fraction of a minor unit.
 */
export const fromGatewayAmount = (amount: number, currency: string): number => {
  const factor = factorOf(currency);
  return factor < 1 ? amount * (1 / factor) : amount / factor;
};
