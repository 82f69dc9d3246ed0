/** A merchant's store: what its orders default to and how it is settled. */
export interface Store {
  /** 1 to 64 of `A-Z a-z 0-9 . _ -`. */
  readonly storeId: string;
  readonly salesSegment: 'B2C' | 'B2B';
  /** ISO 4217. */
  readonly currency: string;
  /** Canonical IANA name; settlements are cut at this zone's midnight. */
  readonly timeZone: string;
  readonly settlement: 'daily' | 'weekly' | 'monthly';
  /** 1 to 256 characters. */
  readonly name?: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  /** The merchant's VAT or organisation number: 1 to 64 characters. */
  readonly taxNumber?: string;
  readonly address?: StoreAddress;
}

/** Where the merchant is, as documents print it. Each text has 1 to 256 characters. */
export interface StoreAddress {
  readonly line1?: string;
  readonly line2?: string;
  readonly postalCode?: string;
  readonly city?: string;
}

/** What documents for finance say of the merchant. */
export type StoreDetails = Pick<Store, 'name' | 'countryCode' | 'taxNumber' | 'address'>;

/** What can be given anew of a store. */
export type StoreChange = StoreDetails & Partial<Pick<Store, 'timeZone'>>;

/** What decides when a store is settled. */
export type SettlementRuleOfStore = Pick<Store, 'storeId' | 'timeZone' | 'settlement'>;

export type StoreCreated =
  | { readonly kind: 'created'; readonly store: Store }
  /** Also when the store of that id was removed: its orders are still its own. */
  | { readonly kind: 'store-id-taken' }
  | TimeZoneUnknown;

/** PostgreSQL does not know the zone, or takes it for another than the runtime does. */
export interface TimeZoneUnknown {
  readonly kind: 'time-zone-unknown';
}

export type StoreChanged =
  | {
      readonly kind: 'changed';
      readonly store: Store;
      /** As it was written down. */
      readonly zoneBefore: string;
    }
  | { readonly kind: 'store-not-found' }
  | TimeZoneUnknown;

/** A store whose time zone was written down when other names than IANA's were taken. */
export interface MisnamedZone {
  readonly storeId: string;
  /** As it was written down. */
  readonly timeZone: string;
  /** What it is taken for. */
  readonly takenFor: string;
}
