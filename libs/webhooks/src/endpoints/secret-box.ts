import type { ClientBase } from 'pg';
import { reseal, SecretBox, type SecretKeyRing } from '#runtime';

/**
 * Encrypts the secrets of endpoints for the database (ledger.md, "Clients and stores"). Hashes
 * would not be enough, because messages are signed with the secrets. An encrypted secret can be
 * decrypted only with the id of its endpoint, so a secret that is copied to another endpoint's row
 * is useless.
 */
export class EndpointSecretBox extends SecretBox {
  /**
   * `secretKey`: the 32 bytes of LEDGER_SECRET_KEY. During a rotation there are several keys: the
   * first one encrypts, and each of them can decrypt.
   */
  constructor(secretKey: SecretKeyRing) {
    super(secretKey, 'capture-ledger webhook secret v1');
  }

  /** Like `open`, but returns `undefined` for a secret that cannot be decrypted. */
  openIfReadable(sealed: Uint8Array, endpointId: string): string | undefined {
    try {
      return this.open(sealed, endpointId);
    } catch {
      return undefined;
    }
  }
}

export interface RewrappedSecrets {
  /** The number of endpoints whose secrets are now encrypted under the new key. */
  readonly endpoints: number;
  /**
   * The number of endpoints whose present secret neither the old nor the new key decrypts. Such
   * secrets were unreadable before, too.
   */
  readonly unreadable: number;
}

interface SecretsRecord {
  readonly endpoint_id: string;
  readonly secret: Buffer;
  readonly former_secret: Buffer | null;
  readonly older_secrets: readonly Buffer[];
}

/** The secrets of all endpoints. A removed endpoint has none. */
const selectSql = `
  SELECT endpoint_id, secret, former_secret, older_secrets
  FROM webhooks.endpoints WHERE secret IS NOT NULL`;

const updateSql = `
  UPDATE webhooks.endpoints SET secret = $2, former_secret = $3, older_secrets = $4
  WHERE endpoint_id = $1`;

/**
 * Encrypts the secrets of all endpoints under another LEDGER_SECRET_KEY; the secrets themselves do
 * not change. Former secrets that cannot be decrypted stay as they are. Runs in the caller's
 * transaction, and no endpoint can be created or changed until that transaction ends.
 */
export const rewrapEndpointSecrets = async (
  client: ClientBase,
  boxes: { readonly from: EndpointSecretBox; readonly to: EndpointSecretBox },
): Promise<RewrappedSecrets> => {
  await client.query('LOCK TABLE webhooks.endpoints IN EXCLUSIVE MODE');
  const { rows } = await client.query<SecretsRecord>(selectSql);
  let unreadable = 0;
  for (const { endpoint_id: id, secret, former_secret: former, older_secrets: older } of rows) {
    const next = reseal(boxes, secret, id);
    const [nextFormer, ...nextOlder] = [former, ...older].map((sealed) =>
      sealed === null ? null : (reseal(boxes, sealed, id) ?? sealed),
    );
    if (next === undefined) unreadable += 1;
    else await client.query(updateSql, [id, next, nextFormer, nextOlder]);
  }
  return { endpoints: rows.length - unreadable, unreadable };
};
