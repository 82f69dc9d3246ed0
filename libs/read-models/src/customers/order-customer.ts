import type { Customer } from '#personal-data';

/** What an order shows of who bought: the data, or that they were erased. */
export type OrderCustomer =
  { readonly erased: false; readonly customer: Customer } | { readonly erased: true };

/** Columns of `order_customers`, as one JSON value. */
export interface CustomerRecord {
  readonly erased: boolean;
  readonly customer: Customer | null;
}

/** The customer of order `o` as one JSON value; null if it has none. */
export const customerColumn = `
  (SELECT json_build_object('erased', c.erased, 'customer', c.customer)
   FROM order_customers c WHERE c.order_id = o.order_id) AS customer`;

/** A member for an order's view; none for an order without a customer, or with one that could not be read. */
export const customerOf = (record: CustomerRecord | null): { customer?: OrderCustomer } => {
  if (record === null) return {};
  if (record.erased) return { customer: { erased: true } };
  return record.customer === null ? {} : { customer: { erased: false, customer: record.customer } };
};
