export interface SandboxLimits {
  /** Largest number of payment intents in the data; a further one is refused. */
  readonly intentsMax: number;
  readonly customersMax: number;
  readonly refundsPerIntentMax: number;
  readonly bodyBytesMax: number;
  readonly parametersMax: number;
  /** The time in milliseconds for which an answer is kept under its idempotency key. */
  readonly keyMsMax: number;
  readonly keysMax: number;
  readonly keyLengthMax: number;
  /** Number of concurrent requests with one secret key. */
  readonly requestsPerKeyMax: number;
  readonly connectionsMax: number;
  /**
   * Largest number of planned faults at a time. A test plans a fault to make later requests fail.
   */
  readonly faultsMax: number;
  readonly faultDelayMsMax: number;
  readonly mapBytesMax: number;
  /**
   * Seconds until an authorisation lapses: the first limit is for a card used online, the second
   * for a card at a terminal.
   */
  readonly cardHeldSeconds: number;
  readonly terminalHeldSeconds: number;
}

const daySeconds = 24 * 60 * 60;

export const defaultLimits: SandboxLimits = {
  intentsMax: 2_000_000,
  customersMax: 1_000_000,
  refundsPerIntentMax: 1_000,
  bodyBytesMax: 64 * 1024,
  parametersMax: 400,
  keyMsMax: 24 * 60 * 60 * 1_000,
  keysMax: 10_000_000,
  keyLengthMax: 255,
  requestsPerKeyMax: 256,
  connectionsMax: 1_024,
  faultsMax: 100,
  faultDelayMsMax: 120_000,
  mapBytesMax: 64 * 1024 ** 3,
  cardHeldSeconds: 7 * daySeconds,
  terminalHeldSeconds: 2 * daySeconds,
};
