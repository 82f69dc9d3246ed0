import { without } from '../collections/objects.js';
import { type TaxedAmount, vatIn, vatOfPart } from '../money/vat.js';

/**
 * Free-form data that the caller stores with an order or a row and gets back (ledger.md): at most 4
 * kB as JSON.
 */
export type Attributes = Readonly<Record<string, unknown>>;

export type RowType = (typeof rowTypes)[number];

/**
 * The properties by which an item of a request is matched with a row (domain.md, "Matching an item
 * to a row").
 */
export interface Article {
  readonly articleNumber?: string;
  readonly description: string;
  /** Minor units, VAT included; negative for a discount. */
  readonly unitPrice: number;
  /** Per cent, at most two decimals. */
  readonly vatRate: number;
}

/** A row of a registration, or a row that replaced other rows. */
export interface Row extends Article {
  readonly rowId: string;
  readonly quantity: number;
  readonly type?: RowType;
  readonly attributes?: Attributes;
  /**
   * VAT of the whole row in minor units; absent if it equals the VAT computed from price and
   * quantity. Read it with `vatOf`.
   */
  readonly vat?: number;
  /**
   * Only in a remainder row, which a capture made for what it left of other rows: the gross amount,
   * in minor units, that captures took from those rows before. The VAT of the next capture is
   * computed from it (`vatOfPart`).
   */
  readonly takenBefore?: number;
}

/** A row of the order in its present state, with the quantity that is left to capture. */
export interface OrderRow extends Row {
  readonly remainingQuantity: number;
  /**
   * VAT of the quantities taken, minor units; absent if it equals the VAT computed from their
   * price. Read it with `vatTakenOf`.
   */
  readonly vatTaken?: number;
}

/** A row before the order gives it an id. */
export type UnnumberedRow = Omit<Row, 'rowId'>;

/** A captured row; `quantity` is the captured quantity. */
export type CapturedRow = Row;

/**
 * A row of a refund. `captureId` and `rowId` name the captured row that is returned. Both are
 * absent in fees, discounts, goodwill, and the rows of a refund by amount.
 */
export interface RefundedRow extends Article {
  readonly captureId?: string;
  readonly rowId?: string;
  readonly quantity: number;
  readonly type?: RowType;
  /**
   * VAT of the whole row in minor units; absent if it equals the VAT computed from price and
   * quantity. Read it with `vatOf`.
   */
  readonly vat?: number;
}

export const rowTypes = [
  'purchase',
  'shipping',
  'fee',
  'discount',
  'rounding',
  'adjustment',
] as const;

/** Limit for the rows of an order, and for the items of one request. */
export const rowsMax = 1_000;

/** The largest quantity that the API contracts accept for a row or an item. */
export const quantityMax = 1_000_000_000;

/** True if some quantity is left, even if its amount is 0 (domain.md, "Order"). */
export const hasRemainingRows = (rows: readonly OrderRow[]): boolean =>
  rows.some((row) => row.remainingQuantity > 0);

/** A row, or the quantity of a row that a capture or a refund took. */
export interface TaxedRow {
  readonly unitPrice: number;
  readonly quantity: number;
  readonly vatRate: number;
  readonly vat?: number;
}

/**
 * VAT of the row in minor units. Events store `vat` only if it differs from the VAT computed from
 * price and quantity; older events never store it.
 */
export const vatOf = (row: TaxedRow): number => row.vat ?? vatIn(row, row.quantity);

/**
 * The `vat` member of an event's row: left out if the VAT equals the VAT computed from price and
 * quantity.
 */
export const vatMember = (row: Omit<TaxedRow, 'vat'>, vat: number): { readonly vat?: number } =>
  vat === vatIn(row, row.quantity) ? {} : { vat };

/**
 * The quantity of a row that is left, in the form from which `vatOfPart` computes the VAT of the
 * next capture or refund.
 */
export const leftOfRow = (row: OrderRow): TaxedAmount => {
  const { vatRate, unitPrice, remainingQuantity } = row;
  return {
    vatRate,
    before: (row.takenBefore ?? 0) + unitPrice * (row.quantity - remainingQuantity),
    gross: unitPrice * remainingQuantity,
    vat: vatOf(row) - vatTakenOf(row),
  };
};

/** VAT of the quantities that captures or refunds took so far, minor units. */
export const vatTakenOf = (row: OrderRow): number => row.vatTaken ?? plainVatTaken(row);

/** Returns the row with a new remaining quantity and a new VAT of the quantities taken. */
export const withTaken = (row: OrderRow, remainingQuantity: number, vatTaken: number): OrderRow => {
  const before = row.vatTaken === undefined ? row : without(row, 'vatTaken');
  const after = { ...before, remainingQuantity };
  return vatTaken === plainVatTaken(after) ? after : { ...after, vatTaken };
};

/**
 * VAT of the quantities taken, as it follows from price and quantity. If the VAT really taken is
 * the same, it is not stored.
 */
const plainVatTaken = (row: OrderRow): number => {
  const { vatRate, unitPrice, quantity, remainingQuantity, takenBefore = 0 } = row;
  if (remainingQuantity === quantity) return 0;
  if (remainingQuantity === 0) return vatOf(row);
  const whole = { vatRate, before: takenBefore, gross: unitPrice * quantity, vat: vatOf(row) };
  return vatOfPart(whole, unitPrice * (quantity - remainingQuantity));
};

/**
 * Remaining amounts of the rows, added up for each VAT rate, in the order in which the rates first
 * occur.
 */
export const leftByRate = (rows: readonly OrderRow[]): TaxedAmount[] => {
  const sums = new Map<number, TaxedAmount>();
  for (const row of rows) {
    if (row.remainingQuantity > 0) addAmount(sums, leftOfRow(row));
  }
  return [...sums.values()];
};

/** Adds an amount to the sum of its VAT rate. */
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
