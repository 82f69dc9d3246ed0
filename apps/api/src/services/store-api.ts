/** Settings of the contract with shop front ends (docs/contracts/woo-store.md). */
export interface StoreApiSettings {
  /** The store for each host name, in lower case and with or without a port. */
  readonly hosts: ReadonlyMap<string, string>;
  /** The store of all other hosts. */
  readonly store?: string;
  /** The payment methods that are enabled. */
  readonly methods: readonly string[];
  readonly capture: 'manual' | 'automatic';
  /** The salt of the shop of `store`; derived from the secret key if absent. */
  readonly salt?: string;
  /** Limit on the checkouts of one network address; none if absent. */
  readonly rateLimit?: RateLimit;
}

export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** Settings and keys of the contract with shop front ends. */
export interface StoreApi extends StoreApiSettings {
  /** The keys of LEDGER_SECRET_KEY. The first one signs; signatures by any of them are accepted. */
  readonly secretKeys: readonly Uint8Array[];
}

/** No shop front end is served. */
export const noStoreApi: StoreApiSettings = { hosts: new Map(), methods: [], capture: 'manual' };
