import type { Pool } from 'pg';
import type { SalesSegment } from '#ledger';
import type { Customer } from '#personal-data';

/** What a settlement's line says of who bought (walley.md, "Settlements"). */
export interface CustomerOfOrder {
  readonly customerNumber: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  /** Whether the buyer is a company rather than a person: of a B2B order, or with no other name than a company's. */
  readonly isCompany: boolean;
}

interface FoundRecord {
  readonly order_id: string;
  readonly sales_segment: SalesSegment;
  readonly customer: Customer;
}

const findSql = `
  SELECT c.order_id, o.sales_segment, c.customer
  FROM orders o JOIN order_customers c ON c.order_id = o.order_id
  WHERE o.order_id = ANY ($1::uuid[]) AND c.customer IS NOT NULL`;

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
  return new Map(rows.map((record) => [record.order_id, ofLine(record)]));
};

const ofLine = ({ sales_segment, customer }: FoundRecord): CustomerOfOrder => {
  const { reference, firstName, lastName, company } = customer;
  const hasPerson = firstName !== undefined || lastName !== undefined;
  return {
    customerNumber: reference ?? null,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    company: company ?? null,
    isCompany: company !== undefined && (sales_segment === 'B2B' || !hasPerson),
  };
};
