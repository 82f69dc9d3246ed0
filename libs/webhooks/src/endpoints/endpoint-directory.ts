import { createHash, randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { canonicalJson } from '#ledger';
import { inTransaction } from '#runtime';
import { type WebhookEvent, webhookEvents } from '../messages/notification.js';
import { webhookFormats } from '../formats/webhook-formats.js';
import type { EndpointSecretBox } from './secret-box.js';

/** A webhook: a URL to which messages about events of the ledger are sent. */
export interface Endpoint {
  /** UUID. */
  readonly endpointId: string;
  /** The name of the format of the endpoint's messages, such as `standard`. */
  readonly kind: string;
  readonly url: string;
  readonly description?: string;
  readonly stores: readonly string[];
  readonly events: readonly WebhookEvent[];
  /** RFC 3339, UTC, milliseconds. */
  readonly createdAt: string;
  /**
   * Present only during a rotation of the secret: until this time, messages are also signed with a
   * former secret. If there are several, this is the time of the last one to end.
   */
  readonly formerSecretUntil?: string;
}

/** The limit of endpoints, because each event of the log is compared with all endpoints. */
export const endpointsMax = 100;

export type EndpointCreated =
  /** `secret` is shown only in the answer to this request, and to repeats of the same request. */
  | { readonly kind: 'created'; readonly endpoint: Endpoint; readonly secret: string }
  | RepeatedCreation
  | { readonly kind: 'too-many' };

/** The result of a request whose idempotency key was used for an earlier request. */
export type RepeatedCreation =
  /**
   * The earlier request was the same. `endpoint` and `secret` may have been changed since then;
   * their current values are returned.
   */
  | { readonly kind: 'repeated'; readonly endpoint: Endpoint; readonly secret: string }
  /** The earlier request asked for a different endpoint. */
  | { readonly kind: 'key-reused' }
  /**
   * The earlier request was the same, but its secret cannot be decrypted: LEDGER_SECRET_KEY was
   * changed without encrypting the secrets anew.
   */
  | { readonly kind: 'secret-unreadable'; readonly endpointId: string };

const endpointColumns = `endpoint_id AS "endpointId", kind, url, description, stores,
  event_types AS events, created_at AS "createdAt",
  greatest(former_until, (SELECT max(until) FROM unnest(older_until) AS until)) AS "formerUntil"`;

interface EndpointRow {
  readonly endpointId: string;
  readonly kind: string;
  readonly url: string;
  readonly description: string | null;
  readonly stores: readonly string[];
  readonly events: readonly WebhookEvent[];
  readonly createdAt: Date;
  readonly formerUntil: Date | null;
}

const toEndpoint = (row: EndpointRow, now: Date): Endpoint => {
  const { description, createdAt, formerUntil, ...same } = row;
  return {
    ...same,
    createdAt: createdAt.toISOString(),
    ...(description !== null && { description }),
    ...(formerUntil !== null &&
      formerUntil > now && { formerSecretUntil: formerUntil.toISOString() }),
  };
};

/** A request for a new endpoint. */
export type EndpointRequest = Pick<Endpoint, 'kind' | 'url' | 'description' | 'stores'> & {
  /** Without a list, the endpoint gets all events that this release knows. */
  readonly events?: readonly WebhookEvent[];
  /** The id of the client, or `operator`. */
  readonly createdBy: string;
  /**
   * The same key of another client counts as a different key. The key is forgotten when the
   * endpoint is removed.
   */
  readonly idempotencyKey?: string;
};

/**
 * A new endpoint. The first message is about the first matching event after the log position
 * `beginsAfter`.
 */
export type NewEndpoint = EndpointRequest & { readonly beginsAfter: bigint };

export interface RotatedSecret {
  readonly endpoint: Endpoint;
  /** The new secret in clear text. Only this result contains it. */
  readonly secret: string;
}

const insert = `
  INSERT INTO webhooks.endpoints (endpoint_id, kind, url, description, stores, event_types,
    created_by, created_at, begins_after, secret, idempotency_key, request_hash)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
  WHERE (SELECT count(*) FROM webhooks.endpoints WHERE removed_at IS NULL) < ${endpointsMax}
  RETURNING ${endpointColumns}`;

const selectAll = `SELECT ${endpointColumns} FROM webhooks.endpoints
  WHERE removed_at IS NULL ORDER BY created_at, endpoint_id LIMIT ${endpointsMax}`;

const selectOne = `SELECT ${endpointColumns} FROM webhooks.endpoints
  WHERE endpoint_id = $1 AND removed_at IS NULL`;

const selectByKey = `SELECT ${endpointColumns}, secret, request_hash AS "requestHash"
  FROM webhooks.endpoints
  WHERE created_by = $1 AND idempotency_key = $2 AND removed_at IS NULL`;

interface KeyedRow extends EndpointRow {
  readonly secret: Buffer;
  readonly requestHash: Buffer;
}

/**
 * A hash by which a repeated request is recognised. The order of the lists does not matter. A
 * request that names no events means all events, and a later release may have more of them. So the
 * list of all events is not part of the hash.
 */
const requestHash = ({ kind, url, description, stores, events }: EndpointRequest): Buffer =>
  createHash('sha256')
    .update(
      canonicalJson({
        ...{ kind, url: URL.canParse(url) ? new URL(url).href : url, description },
        stores: [...new Set(stores)].toSorted(),
        ...(events !== undefined && { events: [...new Set(events)].toSorted() }),
      }),
    )
    .digest();

/**
 * The limit of secrets that sign messages besides the present one. A further rotation ends the
 * oldest of them.
 */
const formerSecretsMax = 8;

/**
 * Sets a new secret. The present secret becomes the former secret until $3, and each earlier one
 * still signs until its own time: an administrator who lost the answer to a rotation rotates again,
 * while the receiver checks with the first secret. If $3 is not after $4, the present time, all
 * earlier secrets end.
 */
const rotate = `
  UPDATE webhooks.endpoints SET secret = $2,
    former_secret = CASE WHEN $3::timestamptz > $4 THEN secret END,
    former_until = CASE WHEN $3::timestamptz > $4 THEN $3::timestamptz END,
    (older_secrets, older_until) = (
      SELECT coalesce(array_agg(secret ORDER BY n), '{}'), coalesce(array_agg(until ORDER BY n), '{}')
      FROM (
        SELECT secret, until, n
        FROM unnest(former_secret || older_secrets, former_until || older_until)
          WITH ORDINALITY AS earlier (secret, until, n)
        WHERE $3::timestamptz > $4 AND until > $4 ORDER BY n LIMIT ${formerSecretsMax} - 1) AS kept)
  WHERE endpoint_id = $1 AND removed_at IS NULL
  RETURNING ${endpointColumns}`;

const remove = `
  UPDATE webhooks.endpoints
  SET removed_at = now(), secret = NULL, former_secret = NULL, former_until = NULL,
    older_secrets = '{}', older_until = '{}'
  WHERE endpoint_id = $1 AND removed_at IS NULL`;

/** Makes, lists, changes and removes the endpoints. Callers must check that ids are UUIDs. */
export class EndpointDirectory {
  constructor(
    private readonly pool: Pool,
    private readonly box: EndpointSecretBox,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * Makes an endpoint with a new secret. A request with the idempotency key of an earlier request
   * makes no endpoint, but finds the endpoint that the earlier request made.
   */
  async create(request: NewEndpoint): Promise<EndpointCreated> {
    return inTransaction(this.pool, async (client) => {
      // Only one creation runs at a time, because endpoints are counted and an idempotency key must
      // make only one endpoint.
      await client.query('LOCK TABLE webhooks.endpoints IN SHARE ROW EXCLUSIVE MODE');
      return (await this.#repeated(client, request)) ?? (await this.#insert(client, request));
    });
  }

  /**
   * The result of the earlier request with this idempotency key; `undefined` if there was none.
   * Called before anything else is checked, so that a repeat has the same answer even if a store
   * was removed or the limit was reached meanwhile.
   */
  async findRepeated(request: EndpointRequest): Promise<RepeatedCreation | undefined> {
    return this.#repeated(this.pool, request);
  }

  async #repeated(
    db: Pool | PoolClient,
    request: EndpointRequest,
  ): Promise<RepeatedCreation | undefined> {
    const { createdBy, idempotencyKey } = request;
    if (idempotencyKey === undefined) return undefined;
    const { rows } = await db.query<KeyedRow>(selectByKey, [createdBy, idempotencyKey]);
    if (rows[0] === undefined) return undefined;
    const { secret: sealed, requestHash: earlier, ...row } = rows[0];
    if (!earlier.equals(requestHash(request))) return { kind: 'key-reused' };
    const secret = this.box.openIfReadable(sealed, row.endpointId);
    if (secret === undefined) return { kind: 'secret-unreadable', endpointId: row.endpointId };
    return { kind: 'repeated', endpoint: toEndpoint(row, this.now()), secret };
  }

  async #insert(client: PoolClient, request: NewEndpoint): Promise<EndpointCreated> {
    const endpointId = randomUUID();
    const { kind, url, description, stores, createdBy, beginsAfter } = request;
    const { events = webhookEvents } = request;
    const secret = webhookFormats.of(kind).makeSecret();
    const now = this.now();
    const { rows } = await client.query<EndpointRow>(insert, [
      endpointId,
      kind,
      // The URL as it will be called: without characters that the URL parser drops, such as line
      // feeds.
      new URL(url).href,
      description,
      stores,
      events,
      createdBy,
      now,
      beginsAfter,
      this.box.seal(secret, endpointId),
      request.idempotencyKey,
      request.idempotencyKey === undefined ? undefined : requestHash(request),
    ]);
    if (rows[0] === undefined) return { kind: 'too-many' };
    return { kind: 'created', endpoint: toEndpoint(rows[0], now), secret };
  }

  /** All endpoints, the oldest first. */
  async list(): Promise<Endpoint[]> {
    const { rows } = await this.pool.query<EndpointRow>(selectAll);
    return rows.map((row) => toEndpoint(row, this.now()));
  }

  async find(endpointId: string): Promise<Endpoint | undefined> {
    const { rows } = await this.pool.query<EndpointRow>(selectOne, [endpointId]);
    return rows[0] && toEndpoint(rows[0], this.now());
  }

  /**
   * Gives the endpoint a new secret. Messages are signed with the former secret as well for this
   * number of hours; with 0, all earlier secrets end at once. `undefined` if there is no such
   * endpoint.
   */
  async rotateSecret(
    endpointId: string,
    keepFormerHours: number,
  ): Promise<RotatedSecret | undefined> {
    const found = await this.find(endpointId);
    if (found === undefined) return undefined;
    const secret = webhookFormats.of(found.kind).makeSecret();
    const now = this.now();
    const until = new Date(now.getTime() + keepFormerHours * 3_600_000);
    const sealed = this.box.seal(secret, endpointId);
    const { rows } = await this.pool.query<EndpointRow>(rotate, [endpointId, sealed, until, now]);
    return rows[0] && { endpoint: toEndpoint(rows[0], now), secret };
  }

  /**
   * Removes an endpoint; returns false if there is no such endpoint. Attempts under way are still
   * finished.
   */
  async remove(endpointId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(remove, [endpointId]);
    return rowCount === 1;
  }
}
