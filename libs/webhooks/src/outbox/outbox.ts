import { randomUUID } from 'node:crypto';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { inTransaction } from '#runtime';
import { preparedMessage } from '../messages/webhook-format.js';
import { webhookFormats } from '../formats/webhook-formats.js';
import { type Notification, type WebhookEvent } from '../messages/notification.js';

/**
 * Another worker has written the messages about the same events, so the position of the outbox has
 * changed since this worker read it. This worker has written none of them.
 */
export class OutboxMoved extends Error {
  override readonly name = 'OutboxMoved';
}

/** The members of an endpoint by which the outbox decides which messages to write. */
export interface Listener {
  readonly endpointId: string;
  readonly kind: string;
  readonly stores: readonly string[];
  readonly events: readonly WebhookEvent[];
  readonly beginsAfter: bigint;
}

export interface OutboxPage {
  /**
   * The log position after which the events of this page (batch) begin. It has to be the position
   * up to which the outbox has been written.
   */
  readonly after: bigint;
  readonly position: bigint;
  readonly listeners: readonly Listener[];
  readonly events: readonly Notification[];
}

/**
 * Reads the position of the outbox; without endpoints, no row is returned. If every endpoint wants
 * only events after a later position, the outbox skips to the lowest of these positions, because no
 * endpoint needs the events before it.
 */
const begin = `
  UPDATE webhooks.outbox
  SET position = greatest(position, (SELECT min(begins_after) FROM webhooks.endpoints
                                     WHERE removed_at IS NULL))
  WHERE EXISTS (SELECT FROM webhooks.endpoints WHERE removed_at IS NULL)
  RETURNING position`;

const selectPosition = 'SELECT position FROM webhooks.outbox';

const selectListeners = `
  SELECT endpoint_id AS "endpointId", kind, stores, event_types AS events,
    begins_after AS "beginsAfter"
  FROM webhooks.endpoints WHERE removed_at IS NULL`;

/**
 * Inserts the deliveries for a page (batch of events) of the log. An earlier delivery of the same
 * stream may be waiting for its next attempt. A new delivery of that stream then gets the same
 * time, because it has to wait for the earlier one anyway. Otherwise the deliverer would look in
 * vain at every waiting delivery to an unreachable endpoint. The earlier delivery is locked until
 * this transaction ends, so that it is not claimed and finished meanwhile. The transaction that
 * finishes it later makes the new delivery due, and so has to see it.
 */
const insert = `
  INSERT INTO webhooks.deliveries (delivery_id, endpoint_id, event_id, stream, position, event_type,
    occurred_at, correlation_id, body, status, next_attempt_at)
  SELECT told.*, 'pending', coalesce((
    SELECT first.next_attempt_at FROM webhooks.deliveries first
    WHERE first.endpoint_id = told.endpoint_id AND first.stream = told.stream
      AND first.status = 'pending' AND first.claim IS NULL AND first.next_attempt_at > $10
      AND first.position = (
        SELECT min(d.position) FROM webhooks.deliveries d
        WHERE d.endpoint_id = told.endpoint_id AND d.stream = told.stream AND d.status = 'pending')
    FOR UPDATE SKIP LOCKED), $10)
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[],
    $6::text[], $7::timestamptz[], $8::text[], $9::text[])
    AS told (delivery_id, endpoint_id, event_id, stream, position, event_type, occurred_at,
      correlation_id, body)
  ON CONFLICT (endpoint_id, event_id) DO NOTHING`;

/**
 * True if the endpoint gets a message about the event. If this function throws
 * `UnknownWebhookFormat`, the outbox waits until a version that knows the format runs, so that no
 * message is lost.
 */
export const listensTo = (listener: Listener, notification: Notification): boolean =>
  notification.logged.position > listener.beginsAfter &&
  listener.events.includes(notification.event) &&
  listener.stores.includes(notification.logged.metadata.storeId) &&
  !webhookFormats.of(listener.kind).omits(notification);

/**
 * Writes the messages to be sent. For each page (batch of events) of the log, the messages and the
 * new position of the outbox are written in one transaction.
 */
export class Outbox {
  constructor(
    private readonly pool: Pool,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** The log position after which the outbox continues; `undefined` if there is no endpoint. */
  async begin(): Promise<bigint | undefined> {
    const { rows } = await this.pool.query<{ position: string }>(begin);
    return rows[0] && BigInt(rows[0].position);
  }

  /** The log position up to which the outbox has written the deliveries for all events. */
  async position(): Promise<bigint> {
    const { rows } = await this.pool.query<{ position: string }>(selectPosition);
    if (rows[0] === undefined) throw new Error('The table webhooks.outbox has lost its row');
    return BigInt(rows[0].position);
  }

  async listeners(): Promise<Listener[]> {
    type Row = Omit<Listener, 'beginsAfter'> & { readonly beginsAfter: string };
    const { rows } = await this.pool.query<Row>(selectListeners);
    return rows.map((row) => ({ ...row, beginsAfter: BigInt(row.beginsAfter) }));
  }

  /**
   * Writes the deliveries for a page (batch of events) of the log in one transaction, and returns
   * the number of new deliveries. Throws `OutboxMoved`.
   */
  async write(page: OutboxPage): Promise<number> {
    return inTransaction(this.pool, (client) => this.#writeOn(client, page));
  }

  async #writeOn(client: PoolClient, page: OutboxPage): Promise<number> {
    const { rowCount } = await client.query(
      'UPDATE webhooks.outbox SET position = $2 WHERE position = $1',
      [page.after, page.position],
    );
    if (rowCount !== 1) throw new OutboxMoved('The outbox does not stand where the page begins.');
    const told = page.events.flatMap((event) =>
      page.listeners
        .filter((listener) => listensTo(listener, event))
        .flatMap(({ endpointId, kind }) => {
          const message = preparedMessage(webhookFormats.of(kind), event);
          return message === undefined ? [] : [{ endpointId, ...message, ...event }];
        }),
    );
    if (told.length === 0) return 0;
    const inserted = await client.query(insert, [
      told.map(() => randomUUID()),
      told.map(({ endpointId }) => endpointId),
      told.map(({ logged }) => logged.eventId),
      told.map(({ logged }) => logged.streamId),
      told.map(({ logged }) => logged.position),
      told.map(({ event }) => event),
      told.map(({ occurredAt }) => occurredAt),
      told.map(({ correlationId }) => correlationId),
      told.map(({ body }) => body),
      this.now(),
    ]);
    return inserted.rowCount ?? 0;
  }
}

/**
 * Sets all webhooks back to the end of a log that was restored from a backup. New events then get
 * the positions that lost events had, and without this change the webhooks would skip them. Pending
 * messages about lost events are deleted.
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
