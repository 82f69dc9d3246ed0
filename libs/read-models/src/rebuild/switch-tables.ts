import type { ClientBase } from 'pg';
import { positionChannel } from '../projection/checkpoint.js';
import { assertSameShape, type ShadowSchema } from './shadow-schema.js';
import { rebuiltNames } from '../tables/rebuilt-tables.js';
/**
 * The longest wait for the lock of the tables. While the switch waits for a reader, all later
 * readers wait for the switch, so the switch gives up after this time and tries again after a
 * pause.
 */
const lockMsMax = 500;
const attemptsMax = 60;
const pauseMs = 500;
const lockNotAvailable = '55P03';
const deadlockDetected = '40P01';

export interface Switching {
  /** Brings the new tables to the end of the log. The tables in use do not change meanwhile. */
  readonly catchUp: () => Promise<void>;
  /** The position of the last event of any stream; -1 for an empty log. */
  readonly endOfLog: () => Promise<bigint>;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Replaces the tables in use by the new ones in one transaction, so that a read sees either the old
 * tables or the new ones. `client` must be a connection that nobody else uses.
 *
 * The position of the read models does not go back, because callers may wait for a position that an
 * earlier answer named. Only if the log has become shorter does the position fall to the end of the
 * log.
 */
export const switchTables = async (
  client: ClientBase,
  shadow: ShadowSchema,
  { catchUp, endOfLog, pause }: Switching,
): Promise<void> => {
  for (let attempts = 1; ; attempts += 1) {
    try {
      await client.query(`BEGIN; SET LOCAL lock_timeout = ${lockMsMax}`);
      // The worker locks this row before it applies events, so no events are being applied until
      // the switch has ended.
      await client.query('SELECT position FROM projection FOR UPDATE');
      // After `catchUp` the new tables have applied the log up to `end`, the last event of any
      // stream. The last event of an order or settlement may come earlier.
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
 * Deletes customers whose key was destroyed during the rebuild, because an erasure changes only the
 * tables in use. Later erasures wait until the switch releases its lock on the read models'
 * position (docs/personal-data.md).
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
