import type { Pool } from 'pg';
import type { Customer } from '#personal-data';

/** What a settlement's line says of who bought (walley.md, "Settlements"). */
export interface CustomerOfOrder {
  readonly customerNumber: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

interface FoundRecord {
  readonly order_id: string;
  readonly customer: Customer;
}

const findSql = `
  SELECT order_id, customer FROM order_customers
  WHERE order_id = ANY ($1::uuid[]) AND customer IS NOT NULL`;

/** Who bought these orders, by order id. Orders without a customer, or whose customer was erased, are not in it. */
export const customersOfOrders = async (
  pool: Pool,
  orderIds: readonly string[],
): Promise<Map<string, CustomerOfOrder>> => {
  if (orderIds.length === 0) return new Map();
  const { rows } = await pool.query<FoundRecord>({
    name: 'customers-of-orders',
    text: findSql,
    values: [[...new Set(orderIds)]],
  });
  return new Map(rows.map(({ order_id, customer }) => [order_id, ofLine(customer)]));
};

const ofLine = ({ reference, firstName, lastName }: Customer): CustomerOfOrder => ({
  customerNumber: reference ?? null,
  firstName: firstName ?? null,
  lastName: lastName ?? null,
});
