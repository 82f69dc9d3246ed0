/** How large an order may become (domain.md, "Limits"). */
export interface OrderLimits {
  /** Events in one order's history; what became of captures at the gateway is recorded beyond it. */
  readonly eventsMax: number;
  /** Rows in all captures, refunds and reauthorisations of an order together, since one event can hold a thousand. */
  readonly recordedRowsMax: number;
}

export const defaultOrderLimits: OrderLimits = { eventsMax: 50_000, recordedRowsMax: 50_000 };

/** Rows of an order, and items of a request that names rows. */
export const rowsMax = 1_000;

/** The largest quantity of one row or item that the contracts take. */
export const quantityMax = 1_000_000_000;
