import type { ClientBase } from 'pg';
import type { PersonKeys } from '../keys/person-keys.js';
import type { PersonNames } from '../keys/person-names.js';
import {
  type Erasure,
  type ErasureContext,
  erasureOf,
  type ErasureRecord,
  type PlainCopies,
  withCopiesHeld,
} from './erasure.js';

/**
 * The person to erase in a store. `customer`: the person with this reference or e-mail address.
 * `order`: the customer of this order, if the order has neither reference nor e-mail address.
 * `key`: the person with this key, which was destroyed before and came back with a restored backup.
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
  /** The destroyed keys; empty if the ledger had no data of the person. */
  readonly erasures: readonly Erasure[];
  /** Number of orders in the read models that had data of the person. */
  readonly orders: number;
}

export interface ErasureDependencies extends ErasureContext {
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
 * Destroys the person's keys and deletes the unencrypted copies of the data in one transaction. The
 * record of the erasure names no person. Repeating an erasure changes nothing.
 *
 * Throws `PersonKeyUnreadable` if this process has the wrong LEDGER_SECRET_KEY, because the person
 * could not be found with it. Throws `CustomerHasName` if an order was given whose customer has a
 * reference or an e-mail address.
 */
export const eraseCustomer = async (
  { pool, keys, copies }: ErasureDependencies,
  command: EraseCustomer,
): Promise<Erased> => {
  const names = await keys.names(pool);
  return withCopiesHeld({ pool, copies }, async (client) =>
    destroyKeys(client, { names, copies }, command),
  );
};

const destroyKeys = async (
  client: ClientBase,
  { names, copies }: { readonly names: PersonNames; readonly copies: PlainCopies },
  { storeId, person, erasedBy }: EraseCustomer,
): Promise<Erased> => {
  const { identities, email, keyId } = keySelectionFor(names, storeId, person);
  const { rows } = await client.query<ErasureRecord>(destroySql, [
    identities,
    email,
    erasedBy,
    keyId,
    storeId,
  ]);
  const erasures = rows.map(erasureOf);
  if (person.kind === 'order' && erasures.length === 0)
    await assertNotKept(client, copies, person.orderId);
  const orders = await copies.forget(
    client,
    erasures.map(({ keyId }) => keyId),
  );
  return { erasures, orders };
};

/**
 * Throws `CustomerHasName` if the order's customer has a reference or e-mail address. Other orders
 * may have the same customer, and a caller who names one order does not mean to erase them too.
 */
const assertNotKept = async (
  client: ClientBase,
  copies: PlainCopies,
  orderId: string,
): Promise<void> => {
  const keyId = await copies.keyOfOrder(client, orderId);
  if (keyId === undefined) return;
  const { rowCount } = await client.query(isKeptSql, [keyId]);
  if (rowCount !== 0) throw new CustomerHasName();
};

interface KeySelection {
  readonly identities: readonly Buffer[];
  readonly email: Buffer | null;
  readonly keyId: string | null;
}

const keySelectionFor = (
  names: PersonNames,
  storeId: string,
  person: ErasedPerson,
): KeySelection => {
  switch (person.kind) {
    case 'customer': {
      // The reference or e-mail address may have been pasted with spaces around it. No stored
      // reference or address begins or ends with a space.
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

/**
 * The caller asked to erase the customer of an order, but the customer has a reference or an e-mail
 * address. Nothing was changed. The caller has to name the customer by the reference or the address
 * instead.
 */
export class CustomerHasName extends Error {
  override readonly name = 'CustomerHasName';

  constructor() {
    super(
      'The customer of this order has a reference or an e-mail address: erase by that, which covers all orders of the customer',
    );
  }
}

export interface ErasedAgain {
  /** Number of keys that the backup had brought back and that were destroyed again. */
  readonly keys: number;
  /** Number of orders in the read models that had data of these people. */
  readonly orders: number;
}

const destroyErasedSql = `
  WITH wanted AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[])
      AS w (key_id, store_id, erased_at, erased_by)),
  recorded AS (
    INSERT INTO personal_data.erasures (key_id, store_id, erased_at, erased_by)
    SELECT key_id, store_id, erased_at, erased_by FROM wanted
    ON CONFLICT DO NOTHING)
  DELETE FROM personal_data.customer_keys k USING wanted w
  WHERE k.key_id = w.key_id AND k.store_id = w.store_id`;

/**
 * Largest number of keys that are destroyed in one transaction. The limit keeps the transaction
 * short, because the read models cannot be updated until it ends.
 */
const atOnce = 1_000;

/**
 * Destroys keys that a restored backup brought back, and records the erasures that the backup does
 * not contain. Running this a second time changes nothing.
 */
export const eraseAgain = async (
  held: ErasureContext,
  erasures: readonly Erasure[],
): Promise<ErasedAgain> => {
  let [keys, orders] = [0, 0];
  for (let first = 0; first < erasures.length; first += atOnce) {
    const done = await eraseSome(held, erasures.slice(first, first + atOnce));
    keys += done.keys;
    orders += done.orders;
  }
  return { keys, orders };
};

const eraseSome = async (held: ErasureContext, some: readonly Erasure[]): Promise<ErasedAgain> =>
  withCopiesHeld(held, async (client) => {
    const keys = await destroyErasedKeys(client, some);
    const keyIds = some.map(({ keyId }) => keyId);
    return { keys, orders: await held.copies.forget(client, keyIds) };
  });

/**
 * Destroys the keys and records the erasures, but does not delete unencrypted copies of the data.
 * Returns the number of keys that existed.
 */
export const destroyErasedKeys = async (
  client: ClientBase,
  erasures: readonly Erasure[],
): Promise<number> => {
  const { rowCount } = await client.query(destroyErasedSql, [
    erasures.map(({ keyId }) => keyId),
    erasures.map(({ storeId }) => storeId),
    erasures.map(({ erasedAt }) => erasedAt),
    erasures.map(({ erasedBy }) => erasedBy),
  ]);
  return rowCount ?? 0;
};
