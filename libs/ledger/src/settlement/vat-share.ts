/** What of an amount is at one VAT rate, in minor units. */
export interface VatShare {
  /** Per cent, at most two decimals. */
  readonly vatRate: number;
  /** VAT included. */
  readonly gross: number;
  readonly vat: number;
}
