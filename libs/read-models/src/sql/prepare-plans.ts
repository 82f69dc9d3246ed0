import type { ClientBase } from 'pg';

/**
 * The projection's statements reach rows by the primary key, always. PostgreSQL would plan them while the tables are
 * empty, prefer to read such tables whole, and keep that plan until it next takes statistics. One plan for each
 * statement also spares planning anew for every page.
 */
const planSql = `
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
  SET plan_cache_mode = force_generic_plan`;

export const preparePlans = async (client: ClientBase): Promise<void> => {
  await client.query(planSql);
};
