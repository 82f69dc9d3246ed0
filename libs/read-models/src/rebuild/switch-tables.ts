import type { ClientBase } from 'pg';
import { positionChannel } from '../projection/checkpoint.js';
import { assertSameShape, type ShadowSchema } from './shadow-schema.js';
import { rebuiltNames } from '../tables/rebuilt-tables.js';
/**
 * While the switch waits for a reader, all later readers wait for the switch; so it soon gives up
 * and tries again.
 */
const lockMsMax = 500;
const attemptsMax = 60;
const pauseMs = 500;
const lockNotAvailable = '55P03';
const deadlockDetected = '40P01';

export interface Switching {
  /** Brings the new tables to the end of the log. Nobody moves the tables that serve meanwhile. */
  readonly catchUp: () => Promise<void>;
  /** The position of the last event of any stream, -1 without one. */
  readonly endOfLog: () => Promise<bigint>;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Puts the new tables in the place of those that serve, in one transaction: a read sees either the
 * one or the other, and none finds the order that another showed it gone. `client` is a connection
 * of its own.
 *
 * The position does not go back, unless the log did: callers wait for positions that answers have
 * named.
 */
export const switchTables = async (
  client: ClientBase,
  shadow: ShadowSchema,
  { catchUp, endOfLog, pause }: Switching,
): Promise<void> => {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await client.query(`BEGIN; SET LOCAL lock_timeout = ${lockMsMax}`);
      // Pages of a worker lock this row first: there is none under way now, and none begins.
      await client.query('SELECT position FROM projection FOR UPDATE');
      // All of the read models up to here is in the new tables then, whatever other streams have at
      // the end.
      const end = await endOfLog();
      await catchUp();
      await assertSameShape(client, shadow.schemas);
      await client.query(switchSql(shadow, end));
      return;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      if (!isBusy(error) || attempts === attemptsMax) throw error;
      await pause(pauseMs);
    }
  }
};

const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === lockNotAvailable || error.code === deadlockDetected);

/**
 * Deletes customers whose key was destroyed meanwhile. An erasure changes only the tables in use,
 * and waits for the checkpoint's lock that is held here (docs/personal-data.md).
 */
const forgetErasedSql = (shadow: string): string => `
  UPDATE ${shadow}.order_customers c SET erased = true, customer = NULL, search_text = NULL
  WHERE NOT c.erased
    AND NOT EXISTS (SELECT FROM personal_data.customer_keys k WHERE k.key_id = c.key_id)`;

const switchSql = ({ schemas: { live, shadow } }: ShadowSchema, end: bigint): string => `
  LOCK TABLE ${rebuiltNames.map((table) => `${live}.${table}`).join(', ')}
    IN ACCESS EXCLUSIVE MODE;
  ${forgetErasedSql(shadow)};
  DROP TABLE ${rebuiltNames.map((table) => `${live}.${table}`).join(', ')};
  ${rebuiltNames.map((table) => `ALTER TABLE ${shadow}.${table} SET SCHEMA ${live};`).join('\n')}
  UPDATE ${live}.projection p SET
    position = greatest(n.position, least(p.position, ${end})), applied_at = clock_timestamp(),
    event_position = n.event_position, event_id = n.event_id, event_chain = n.event_chain,
    fresh_at = greatest(p.fresh_at, n.fresh_at)
  FROM ${shadow}.projection n;
  SELECT pg_notify('${positionChannel}', position::text) FROM ${live}.projection;
  DROP SCHEMA ${shadow} CASCADE;
  COMMIT`;
