import type { ClientBase } from 'pg';
import { lockCheckpoint } from '../projection/checkpoint.js';
import { pageStatements, rebuiltTables } from '../tables/rebuilt-tables.js';
import { pageChanges } from '../projection/page-changes.js';
import type { ProjectedEvent } from '../projection/projection-page.js';
import type { StreamDamage } from '../tables/damaged-streams.js';
import { noCustomers, writeCustomers, type CustomerOpener } from '../tables/order-customers.js';

export interface OrderRepair {
  readonly orderId: string;
  /** All events of the order, beginning with the first event. */
  readonly events: readonly ProjectedEvent[];
  readonly customers?: CustomerOpener;
}

const tables = rebuiltTables.filter(({ owner }) => owner === 'order_id');

/**
 * Changes the time stamp of the read models' position. A running projection notices the change and
 * clears its cached orders, because the repair has made them outdated.
 */
const markSql = 'UPDATE projection SET applied_at = clock_timestamp()';

/**
 * Writes the rows of a damaged order anew, now that its events can be read. If an event still
 * cannot be applied, changes nothing and returns the damage. Events after the read models' position
 * are left out, because the projection applies them later.
 */
export const repairOrder = async (
  client: ClientBase,
  { orderId, events, customers = noCustomers }: OrderRepair,
): Promise<StreamDamage | undefined> => {
  await client.query('BEGIN');
  try {
    const { position } = await lockCheckpoint(client);
    const shown = events.filter((event) => event.position <= position);
    const changes = pageChanges(shown, new Map());
    const [damage] = changes.damages;
    if (damage === undefined) {
      for (const { name } of tables)
        await client.query(`DELETE FROM ${name} WHERE order_id = $1`, [orderId]);
      const customerRows = await writeCustomers(client, changes.events, customers);
      for (const { text, values } of [...pageStatements(changes), ...customerRows])
        await client.query(text, [...values]);
      await client.query(markSql);
    }
    await client.query(damage === undefined ? 'COMMIT' : 'ROLLBACK');
    return damage;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
};
