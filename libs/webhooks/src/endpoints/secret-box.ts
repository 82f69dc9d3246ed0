import type { ClientBase } from 'pg';
import { reseal, SecretBox } from '#runtime';

/**
 * Keeps the secrets of endpoints, which are needed in clear to sign with, encrypted at rest
 * (ledger.md, "Clients and stores"). A sealed secret opens only for the endpoint it was sealed for:
 * rows cannot be exchanged.
 */
export class EndpointSecretBox extends SecretBox {
  /** `secretKey`: the 32 bytes of LEDGER_SECRET_KEY; of several the first seals, and all open. */
  constructor(secretKey: Uint8Array | readonly Uint8Array[]) {
    super(secretKey, 'capture-ledger webhook secret v1');
  }
}

export interface RewrappedSecrets {
  /** Endpoints whose secrets are sealed under the new key. */
  readonly endpoints: number;
  /** Endpoints with a secret that the former key does not open: they need a new one, as before. */
  readonly unreadable: number;
}

interface SecretsRecord {
  readonly endpoint_id: string;
  readonly secret: Buffer;
  readonly former_secret: Buffer | null;
}

/** As many as there may be, and those being removed have none. */
const selectSql = `
  SELECT endpoint_id, secret, former_secret FROM webhooks.endpoints WHERE secret IS NOT NULL`;

const updateSql = `
  UPDATE webhooks.endpoints SET secret = $2, former_secret = $3 WHERE endpoint_id = $1`;

/**
 * Seals the secrets of endpoints under another LEDGER_SECRET_KEY; the secrets stay as receivers
 * know them. Within the caller's transaction, until whose end nobody makes or changes one.
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
