/**
 * Settings of the Store API, with which web shops let customers pay orders
 * (docs/contracts/woo-store.md).
 */
export interface StoreApiSettings {
  /**
   * The store id for each host name that requests come in on. Host names are in lower case, with or
   * without a port.
   */
  readonly hosts: ReadonlyMap<string, string>;
  /** The store id for all host names that are not in `hosts`. */
  readonly store?: string;
  /** The payment methods that customers may choose. */
  readonly methods: readonly string[];
  readonly capture: 'manual' | 'automatic';
  /**
   * The secret salt with which the web shop of `store` signs cart tokens. If absent, the salt is
   * derived from LEDGER_SECRET_KEY.
   */
  readonly salt?: string;
  /** The most checkouts from one network address. If absent, there is no limit. */
  readonly rateLimit?: RateLimit;
}

export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** Settings and signing keys of the Store API. */
export interface StoreApi extends StoreApiSettings {
  /**
   * The keys of LEDGER_SECRET_KEY. The first one signs, and signatures by any of them are accepted.
   */
  readonly secretKeys: readonly Uint8Array[];
}

/** The settings if no web shop is served. */
export const noStoreApi: StoreApiSettings = { hosts: new Map(), methods: [], capture: 'manual' };
