import type { ClientBase, Pool } from 'pg';
import type { LogMark } from '../projection/projection-page.js';

/** By what the log that the read models were made from is known again. */
export interface LogAnchor {
  /** Everything up to here is applied; -1 is nothing. */
  readonly position: bigint;
  /** The last event that is applied; absent in a database of before until the next one is. */
  readonly last?: LogMark;
}

interface AnchorRecord {
  readonly position: string;
  readonly event_position: string | null;
  readonly event_id: string | null;
  readonly event_chain: string | null;
}

export const readAnchor = async (database: Pool | ClientBase): Promise<LogAnchor> => {
  const { rows } = await database.query<AnchorRecord>({
    name: 'read-anchor',
    text: 'SELECT position, event_position, event_id, event_chain FROM projection',
  });
  const record = rows[0];
  if (record === undefined) return { position: -1n };
  const { position, event_position: at, event_id: eventId, event_chain: chain } = record;
  return {
    position: BigInt(position),
    ...(at !== null &&
      eventId !== null && { last: { position: BigInt(at), eventId, chain: chain ?? '' } }),
  };
};
