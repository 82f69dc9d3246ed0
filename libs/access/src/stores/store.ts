import { canonicalTimeZone } from './time-zones.js';

/** A merchant's store, with the defaults for its orders and the rules of its settlements. */
export interface Store {
  /** 1 to 64 of `A-Z a-z 0-9 . _ -`. */
  readonly storeId: string;
  readonly salesSegment: 'B2C' | 'B2B';
  /** ISO 4217. */
  readonly currency: string;
  /** Canonical IANA name, such as Europe/Stockholm. Settlements end at midnight in this zone. */
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

/** The merchant's address, which is printed on statements. Each text has 1 to 256 characters. */
export interface StoreAddress {
  readonly line1?: string;
  readonly line2?: string;
  readonly postalCode?: string;
  readonly city?: string;
}

/** The merchant's details, which are printed on statements. */
export type StoreDetails = Pick<Store, 'name' | 'countryCode' | 'taxNumber' | 'address'>;

/** The members of a store that a client can change. */
export type StoreChange = StoreDetails & Partial<Pick<Store, 'timeZone'>>;

/** The members that decide when a store is settled. */
export type SettlementRuleOfStore = Pick<Store, 'storeId' | 'timeZone' | 'settlement'>;

export type StoreCreated =
  | { readonly kind: 'created'; readonly store: Store }
  /**
   * The store id is already used. The id of a removed store counts as used, too, because its orders
   * remain.
   */
  | { readonly kind: 'store-id-taken' };

export type StoreChanged =
  | {
      readonly kind: 'changed';
      readonly store: Store;
      /** The time zone that was stored before the change. */
      readonly zoneBefore: string;
    }
  | { readonly kind: 'store-not-found' };

/** A store whose time zone was set when names other than IANA's were still accepted. */
export interface MisnamedZone {
  readonly storeId: string;
  /** The time zone that is stored in the database. */
  readonly timeZone: string;
  /** The canonical time zone that the ledger uses instead of the stored one. */
  readonly takenFor: string;
}

export const storeNameCharactersMax = 256;

/** True if the text can be the name of a store: 1 to 256 code points. */
export const isStoreName = (text: string): boolean =>
  text !== '' &&
  // A code point has one or two UTF-16 units, so a text of more than twice the limit is too long
  // without being counted.
  text.length <= 2 * storeNameCharactersMax &&
  Array.from(text).length <= storeNameCharactersMax;

/** The columns of a store, named as the members of `Store`. */
export const storeColumns = `store_id AS "storeId", sales_segment AS "salesSegment", currency,
  time_zone AS "timeZone", settlement, name, country_code AS "countryCode",
  tax_number AS "taxNumber", address`;

export type StoreRow = Omit<Store, keyof StoreDetails> & {
  readonly [Name in keyof StoreDetails]-?: NonNullable<StoreDetails[Name]> | null;
};

export const toStore = ({ timeZone, ...row }: StoreRow): Store => {
  const { name, countryCode, taxNumber, address, ...store } = row;
  return {
    ...store,
    timeZone: canonicalTimeZone(timeZone),
    ...(name !== null && { name }),
    ...(countryCode !== null && { countryCode }),
    ...(taxNumber !== null && { taxNumber }),
    ...(address !== null && { address }),
  };
};
