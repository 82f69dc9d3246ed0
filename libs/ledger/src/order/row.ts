/** Free-form data that contracts read and answers repeat (ledger.md): at most 4 kB as JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

export type RowType = (typeof rowTypes)[number];

/**
 * The properties that an item of a request is matched to a row by (domain.md, "Matching an item to
 * a row").
 */
export interface Article {
  readonly articleNumber?: string;
  readonly description: string;
  /** Minor units, VAT included; negative for a discount. */
  readonly unitPrice: number;
  /** Per cent, at most two decimals. */
  readonly vatRate: number;
}

/** A row as it was authorised, or as a replacement made it. */
export interface Row extends Article {
  readonly rowId: string;
  readonly quantity: number;
  readonly type?: RowType;
  readonly attributes?: Attributes;
  /** VAT in the whole row, minor units, if it differs from that of its price: use `vatOf`. */
  readonly vat?: number;
  /** For a row for the rest of an amount: the amount taken before, minor units. */
  readonly takenBefore?: number;
}

/** A row of the order's present state. */
export interface OrderRow extends Row {
  readonly remainingQuantity: number;
  /**
   * VAT of the parts taken, if it differs from that of the price: use `vatTakenOf`.
   */
  readonly vatTaken?: number;
}

/** A row before the order gives it its id. */
export type UnnumberedRow = Omit<Row, 'rowId'>;

/** A row as a capture took it: `quantity` is the captured quantity. */
export type CapturedRow = Row;

/**
 * A row of a refund. One of a captured row names that; a fee, a discount or goodwill of the refund
 * itself names none, and nor do the rows of a refund by amount, one for each VAT rate.
 */
export interface RefundedRow extends Article {
  readonly captureId?: string;
  readonly rowId?: string;
  readonly quantity: number;
  readonly type?: RowType;
  /** The VAT, as any row has it. */
  readonly vat?: number;
}

/** The kinds of row, as `type` of a row names them. */
export const rowTypes = [
  'purchase',
  'shipping',
  'fee',
  'discount',
  'rounding',
  'adjustment',
] as const;

/** True if a row has quantity left, also if its amount is 0 (domain.md, "Order"). */
export const hasRemainingRows = (rows: readonly OrderRow[]): boolean =>
  rows.some((row) => row.remainingQuantity > 0);
