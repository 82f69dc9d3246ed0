import type { ClientBase } from 'pg';
import { reseal, SecretBox, type SecretKeyRing } from '#runtime';

/**
 * Encrypts the secrets of endpoints at rest (ledger.md, "Clients and stores"); they are needed in
 * clear to sign messages. A sealed secret opens only for the endpoint it was sealed for, so rows
 * cannot be exchanged.
 */
export class EndpointSecretBox extends SecretBox {
  /** `secretKey`: the 32 bytes of LEDGER_SECRET_KEY; of several the first seals, and all open. */
  constructor(secretKey: SecretKeyRing) {
    super(secretKey, 'capture-ledger webhook secret v1');
  }
}

export interface RewrappedSecrets {
  /** Number of endpoints whose secrets are sealed under the new key. */
  readonly endpoints: number;
  /**
   * Number of endpoints with a secret that the former key does not open: they need a new one, as
   * before.
   */
  readonly unreadable: number;
}

interface SecretsRecord {
  readonly endpoint_id: string;
  readonly secret: Buffer;
  readonly former_secret: Buffer | null;
}

/** Reads all secrets, at most two for each endpoint; removed endpoints have none. */
const selectSql = `
  SELECT endpoint_id, secret, former_secret FROM webhooks.endpoints WHERE secret IS NOT NULL`;

const updateSql = `
  UPDATE webhooks.endpoints SET secret = $2, former_secret = $3 WHERE endpoint_id = $1`;

/**
 * Seals the secrets of endpoints under another LEDGER_SECRET_KEY; receivers keep their secrets.
 * Runs in the caller's transaction; until its end no endpoint can be made or changed.
 */
export const rewrapEndpointSecrets = async (
  client: ClientBase,
  boxes: { readonly from: EndpointSecretBox; readonly to: EndpointSecretBox },
): Promise<RewrappedSecrets> => {
  await client.query('LOCK TABLE webhooks.endpoints IN EXCLUSIVE MODE');
  const { rows } = await client.query<SecretsRecord>(selectSql);
  let unreadable = 0;
  for (const { endpoint_id: id, secret, former_secret: former } of rows) {
    const [next, nextFormer] = [secret, former].map((sealed) =>
      sealed === null ? null : reseal(boxes, sealed, id),
    );
    if (next === undefined || nextFormer === undefined) unreadable += 1;
    else await client.query(updateSql, [id, next, nextFormer]);
  }
  return { endpoints: rows.length - unreadable, unreadable };
};
