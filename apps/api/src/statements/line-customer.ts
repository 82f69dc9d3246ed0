import type { CustomerOfOrder, LineQueries } from '#read-models';

/** Who bought, as far as it is known and was not erased. */
export type LineCustomer = CustomerOfOrder;

const unknown: LineCustomer = {
  customerNumber: null,
  firstName: null,
  lastName: null,
  company: null,
  isCompany: false,
};

/**
 * The customers of these orders, in their order. Personal data stands neither in a settlement's lines nor in their hash, so
 * that it can be erased; it is joined here and nowhere else.
 */
export const lineCustomers = async (
  queries: Pick<LineQueries, 'customers'>,
  lines: readonly { readonly orderId: string }[],
): Promise<readonly LineCustomer[]> => {
  const known = await queries.customers(lines.map(({ orderId }) => orderId));
  return lines.map(({ orderId }) => known.get(orderId) ?? unknown);
};
