import type { ClientBase } from 'pg';
import type { SecretBox } from './secret-box.js';

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
 * Seals the secrets of endpoints under another LEDGER_SECRET_KEY; the secrets stay as receivers know them. Within the
 * caller's transaction, until whose end nobody makes or changes one.
 */
export const rewrapEndpointSecrets = async (
  client: ClientBase,
  boxes: { readonly from: SecretBox; readonly to: SecretBox },
): Promise<RewrappedSecrets> => {
  await client.query('LOCK TABLE webhooks.endpoints IN EXCLUSIVE MODE');
  const { rows } = await client.query<SecretsRecord>(selectSql);
  let unreadable = 0;
  for (const { endpoint_id: id, secret, former_secret: former } of rows) {
    const [next, nextFormer] = [secret, former].map((sealed) => resealed(boxes, id, sealed));
    if (next === undefined || nextFormer === undefined) unreadable += 1;
    else await client.query(updateSql, [id, next, nextFormer]);
  }
  return { endpoints: rows.length - unreadable, unreadable };
};

const resealed = (
  { from, to }: { readonly from: SecretBox; readonly to: SecretBox },
  endpointId: string,
  sealed: Buffer | null,
): Buffer | null | undefined => {
  if (sealed === null) return null;
  if (opens(to, endpointId, sealed)) return sealed;
  try {
    return to.seal(from.open(sealed, endpointId), endpointId);
  } catch {
    return undefined;
  }
};

/** While the key is changed, replicas with the new one seal under it already. */
const opens = (box: SecretBox, endpointId: string, sealed: Buffer): boolean => {
  try {
    box.open(sealed, endpointId);
    return true;
  } catch {
    return false;
  }
};
