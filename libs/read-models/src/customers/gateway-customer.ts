import type { Pool } from 'pg';

/** Finds the orders of one person: in one store they share a key (docs/personal-data.md). */
const findSql = `
  SELECT o.payment ->> 'customerId' AS "customerId"
  FROM order_customers mine
  JOIN order_customers c ON c.key_id = mine.key_id AND c.store_id = mine.store_id
  JOIN orders o ON o.order_id = c.order_id
  WHERE mine.order_id = $1 AND mine.customer ->> 'registered' = 'true'
    AND c.customer ->> 'registered' = 'true' AND o.payment ->> 'customerId' IS NOT NULL
  ORDER BY o.placed_at DESC, o.order_id DESC LIMIT 1`;

/**
 * The card gateway's customer in the newest order of the same person who has one; undefined if
 * there is none. Only orders of customers with an account at the shop count. `orderId` must be a
 * UUID.
 */
export const gatewayCustomerOfPerson = async (
  pool: Pool,
  orderId: string,
): Promise<string | undefined> => {
  const { rows } = await pool.query<{ readonly customerId: string }>({
    ...{ name: 'gateway-customer-of-person', text: findSql, values: [orderId] },
  });
  return rows[0]?.customerId;
};
