import type { ClientBase } from 'pg';

/**
 * Sets webhooks back to where a log ends that is older than they are: what comes there next is told as what it is, though
 * its positions were others' before, and nothing is told any more that the log does not hold.
 */
export const endOutboxAt = async (client: ClientBase, end: bigint): Promise<void> => {
  const at = [String(end)];
  await client.query('UPDATE webhooks.outbox SET position = least(position, $1::bigint)', at);
  await client.query(
    'UPDATE webhooks.endpoints SET begins_after = least(begins_after, $1::bigint)',
    at,
  );
  await client.query('DELETE FROM webhooks.deliveries WHERE position > $1::bigint', at);
};
