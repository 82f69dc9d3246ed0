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
}

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
  | { readonly kind: 'changed'; readonly store: Store; readonly before: Store }
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
