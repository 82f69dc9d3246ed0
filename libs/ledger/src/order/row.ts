import { without } from '../collections/objects.js';
import { type TaxedAmount, vatIn, vatOfPart } from '../money/vat.js';

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

/** Rows of an order, and items of a request that names rows. */
export const rowsMax = 1_000;

/** The largest quantity of one row or item that the contracts take. */
export const quantityMax = 1_000_000_000;

/** True if a row has quantity left, also if its amount is 0 (domain.md, "Order"). */
export const hasRemainingRows = (rows: readonly OrderRow[]): boolean =>
  rows.some((row) => row.remainingQuantity > 0);

/** A row, or the part of one that a capture or a refund took. */
export interface TaxedRow {
  readonly unitPrice: number;
  readonly quantity: number;
  readonly vatRate: number;
  readonly vat?: number;
}

/**
 * VAT in a whole row, minor units. A row of an event has a `vat` of its own only if it differs from
 * that of its price; older events never have one.
 */
export const vatOf = (row: TaxedRow): number => row.vat ?? vatIn(row, row.quantity);

/** The `vat` member of a row, if it is needed. */
export const vatMember = (row: Omit<TaxedRow, 'vat'>, vat: number): { readonly vat?: number } =>
  vat === vatIn(row, row.quantity) ? {} : { vat };

/** The rest of a row, to take a part of it. */
export const leftOfRow = (row: OrderRow): TaxedAmount => {
  const { vatRate, unitPrice, remainingQuantity } = row;
  return {
    vatRate,
    before: (row.takenBefore ?? 0) + unitPrice * (row.quantity - remainingQuantity),
    gross: unitPrice * remainingQuantity,
    vat: vatOf(row) - vatTakenOf(row),
  };
};

/** VAT of the parts taken so far. */
export const vatTakenOf = (row: OrderRow): number => row.vatTaken ?? plainVatTaken(row);

/** The row with another remaining quantity and this VAT of the parts taken. */
export const withTaken = (row: OrderRow, remainingQuantity: number, vatTaken: number): OrderRow => {
  const before = row.vatTaken === undefined ? row : without(row, 'vatTaken');
  const after = { ...before, remainingQuantity };
  return vatTaken === plainVatTaken(after) ? after : { ...after, vatTaken };
};

/** The VAT of the parts taken, by the price of the row. */
const plainVatTaken = (row: OrderRow): number => {
  const { vatRate, unitPrice, quantity, remainingQuantity, takenBefore = 0 } = row;
  if (remainingQuantity === quantity) return 0;
  if (remainingQuantity === 0) return vatOf(row);
  const whole = { vatRate, before: takenBefore, gross: unitPrice * quantity, vat: vatOf(row) };
  return vatOfPart(whole, unitPrice * (quantity - remainingQuantity));
};

/** The rest of rows, one sum for each VAT rate, in the order of their first appearance. */
export const leftByRate = (rows: readonly OrderRow[]): TaxedAmount[] => {
  const sums = new Map<number, TaxedAmount>();
  for (const row of rows) {
    if (row.remainingQuantity > 0) addAmount(sums, leftOfRow(row));
  }
  return [...sums.values()];
};

/** Adds what is left of something to the sum of its rate. */
export const addAmount = (sums: Map<number, TaxedAmount>, left: TaxedAmount): void => {
  const { vatRate } = left;
  const sum = sums.get(vatRate) ?? { vatRate, before: 0, gross: 0, vat: 0 };
  sums.set(vatRate, {
    vatRate,
    before: sum.before + left.before,
    gross: sum.gross + left.gross,
    vat: sum.vat + left.vat,
  });
};
