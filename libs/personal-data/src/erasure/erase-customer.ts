import type { ClientBase } from 'pg';
import type { PersonKeys } from '../keys/person-keys.js';
import type { PersonNames } from '../keys/person-names.js';
import { CustomerHasName } from './customer-has-name.js';
import { erasureOf } from './erasure.js';
import type { Erasure, ErasureRecord } from './erasure.js';
import type { PlainCopies } from './plain-copies.js';
import { whileHeld } from './while-held.js';
import type { Held } from './while-held.js';

/**
 * Whom to erase in a store: by reference or e-mail address; by the order of a customer who gave neither; or by the key
 * itself, which a backup of PostgreSQL may have brought back after it was destroyed.
 */
export type ErasedPerson =
  | { readonly kind: 'customer'; readonly customer: string }
  | { readonly kind: 'order'; readonly orderId: string }
  | { readonly kind: 'key'; readonly keyId: string };

export interface EraseCustomer {
  readonly storeId: string;
  readonly person: ErasedPerson;
  readonly erasedBy: string;
}

export interface Erased {
  /** The keys that were destroyed; none if nothing was kept of the person. */
  readonly erasures: readonly Erasure[];
  /** Orders of the read models that were found with the person's data. */
  readonly orders: number;
}

export interface ErasureParts extends Held {
  readonly keys: Pick<PersonKeys, 'names'>;
}

const destroySql = `
  WITH wanted AS (
    SELECT key_id FROM personal_data.customer_keys WHERE identity = ANY ($1::bytea[])
    UNION SELECT key_id FROM personal_data.customer_emails WHERE email = $2::bytea
    UNION SELECT key_id FROM personal_data.customer_keys WHERE key_id = $4::uuid AND store_id = $5),
  destroyed AS (
    DELETE FROM personal_data.customer_keys k USING wanted w WHERE k.key_id = w.key_id
    RETURNING k.key_id, k.store_id)
  INSERT INTO personal_data.erasures (key_id, store_id, erased_by)
  SELECT key_id, store_id, $3 FROM destroyed
  ON CONFLICT (key_id) DO UPDATE SET erased_at = excluded.erased_at, erased_by = excluded.erased_by
  RETURNING key_id, store_id, erased_at, erased_by`;

const isKeptSql = 'SELECT FROM personal_data.customer_keys WHERE key_id = $1';

/**
 * Destroys the person's keys and deletes the plain copies, in one transaction, with a record of it that names nobody.
 * Doing it again finds nothing and changes nothing. Throws `PersonKeyUnreadable` rather than look for a person by names
 * made with another LEDGER_SECRET_KEY, which would find nobody, and `CustomerHasName` rather than say of an order that nothing
 * is kept of its customer, who is kept under a name.
 */
export const eraseCustomer = async (
  { pool, keys, copies }: ErasureParts,
  command: EraseCustomer,
): Promise<Erased> => {
  const names = await keys.names(pool);
  return whileHeld({ pool, copies }, async (client) =>
    destroyed(client, { names, copies }, command),
  );
};

const destroyed = async (
  client: ClientBase,
  { names, copies }: { readonly names: PersonNames; readonly copies: PlainCopies },
  { storeId, person, erasedBy }: EraseCustomer,
): Promise<Erased> => {
  const { identities, email, keyId } = wantedBy(names, storeId, person);
  const { rows } = await client.query<ErasureRecord>(destroySql, [
    identities,
    email,
    erasedBy,
    keyId,
    storeId,
  ]);
  const erasures = rows.map(erasureOf);
  if (person.kind === 'order' && erasures.length === 0)
    await assertNobodyKept(client, copies, person.orderId);
  const orders = await copies.forget(
    client,
    erasures.map(({ keyId }) => keyId),
  );
  return { erasures, orders };
};

/** The keys of people with names stay: they may have other orders, which nobody asked to erase. */
const assertNobodyKept = async (
  client: ClientBase,
  copies: PlainCopies,
  orderId: string,
): Promise<void> => {
  const keyId = await copies.keyOfOrder(client, orderId);
  if (keyId === undefined) return;
  const { rowCount } = await client.query(isKeptSql, [keyId]);
  if (rowCount !== 0) throw new CustomerHasName();
};

interface Wanted {
  readonly identities: readonly Buffer[];
  readonly email: Buffer | null;
  readonly keyId: string | null;
}

const wantedBy = (names: PersonNames, storeId: string, person: ErasedPerson): Wanted => {
  switch (person.kind) {
    case 'customer': {
      // No name begins or ends with a blank; one that was copied along must not have somebody taken for unknown.
      const name = person.customer.trim();
      const email = names.ofEmail(storeId, name);
      const reference = names.ofReference(storeId, name);
      return { identities: [reference, email], email, keyId: null };
    }
    case 'order':
      return { identities: [names.ofOrder(storeId, person.orderId)], email: null, keyId: null };
    case 'key':
      return { identities: [], email: null, keyId: person.keyId };
  }
};
