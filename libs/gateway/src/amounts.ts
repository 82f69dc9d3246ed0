/**
 * The gateway counts a few currencies in another unit than ISO 4217: krónur and Ugandan shillings
 * in hundredths, ariary in whole ones. All others are the same.
 */
const gatewayUnits: Readonly<Record<string, number>> = { ISK: 100, UGX: 100, MGA: 0.01 };

const factorOf = (currency: string): number => gatewayUnits[currency] ?? 1;

/** The amount in the gateway's unit; undefined if the gateway cannot express it. */
export const toGatewayAmount = (amount: number, currency: string): number | undefined => {
  const factor = factorOf(currency);
  const converted = factor < 1 ? amount / (1 / factor) : amount * factor;
  return Number.isSafeInteger(converted) ? converted : undefined;
};

/** The amount in the ledger's minor unit; a fraction of it where the gateway's unit is finer. */
export const fromGatewayAmount = (amount: number, currency: string): number => {
  const factor = factorOf(currency);
  return factor < 1 ? amount * (1 / factor) : amount / factor;
};
