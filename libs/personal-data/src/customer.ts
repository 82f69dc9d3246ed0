/** A postal address (ledger.md, "Customer"). */
export interface CustomerAddress {
  readonly line1?: string;
  readonly line2?: string;
  readonly careOf?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly region?: string;
  /** ISO 3166-1, two capital letters. */
  readonly countryCode?: string;
}

/** Who bought: everything that is known of the person, in clear. It is never logged, and stored only sealed. */
export interface Customer {
  /** The store's own number of the customer. */
  readonly reference?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly company?: string;
  /** Whether the customer has an account at the shop. */
  readonly registered?: boolean;
  readonly billingAddress?: CustomerAddress;
  readonly shippingAddress?: CustomerAddress;
}
