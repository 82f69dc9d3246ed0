import type { ClientBase } from 'pg';
import {
  unwrapNamesKey,
  unwrapPersonKey,
  wrapNamesKey,
  wrapPersonKey,
  secretKeysOf,
} from './wrapped-keys.js';
import { storedNames } from './person-names.js';

/** The old and the new LEDGER_SECRET_KEY, 32 bytes each. */
export interface SecretKeyChange {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

interface Wrapping {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

interface KeyRecord {
  readonly key_id: string;
  readonly wrapped: Buffer;
}

/**
 * Other processes that create keys wait for this lock and then see the rewrapped keys. From then on
 * a process with the old LEDGER_SECRET_KEY cannot create keys.
 */
const lockSql = `
  LOCK TABLE personal_data.names_key, personal_data.customer_keys IN EXCLUSIVE MODE`;

const pageSql = `
  SELECT key_id, wrapped FROM personal_data.customer_keys
  WHERE $1::uuid IS NULL OR key_id > $1::uuid ORDER BY key_id LIMIT $2`;

const updateSql = `
  UPDATE personal_data.customer_keys k SET wrapped = n.wrapped
  FROM unnest($1::uuid[], $2::bytea[]) AS n (key_id, wrapped) WHERE k.key_id = n.key_id`;

const pageSize = 1_000;

/**
 * Encrypts all stored keys under a new LEDGER_SECRET_KEY: the keys of people, and the HMAC key of
 * references and e-mail addresses. The keys themselves stay the same, so all encrypted data can
 * still be read. Returns the number of people's keys; `undefined` if all keys were encrypted under
 * the new secret already. Runs in the caller's transaction. Throws `PersonKeyUnreadable`.
 */
export const rewrapPersonKeys = async (
  client: ClientBase,
  change: SecretKeyChange,
): Promise<number | undefined> => {
  const [{ current: former }, { current: next }] = [
    secretKeysOf(change.from),
    secretKeysOf(change.to),
  ];
  await client.query(lockSql);
  // In an older database this also creates the HMAC key of references and e-mail addresses.
  const { wrapped } = await storedNames(client, secretKeysOf([change.from, change.to]));
  const wrapping = { from: former.wrapping, to: next.wrapping };
  const names = rewrappedNames(wrapped, wrapping);
  if (names !== undefined) {
    await client.query('UPDATE personal_data.names_key SET wrapped = $1', [names]);
  }
  const keys = await rewrapAll(client, wrapping);
  return names === undefined && keys.changed === 0 ? undefined : keys.count;
};

/**
 * Encrypts the HMAC key under the new secret; `undefined` if it is encrypted under this secret
 * already, so that nothing has to be written.
 */
const rewrappedNames = (wrapped: Buffer, { from, to }: Wrapping): Buffer | undefined =>
  canUnwrap(() => unwrapNamesKey(to, wrapped))
    ? undefined
    : wrapNamesKey(to, unwrapNamesKey(from, wrapped));

const canUnwrap = (unwrap: () => unknown): boolean => {
  try {
    unwrap();
    return true;
  } catch {
    return false;
  }
};

const rewrapAll = async (
  client: ClientBase,
  wrapping: Wrapping,
): Promise<{ readonly count: number; readonly changed: number }> => {
  let [count, changed, last]: [number, number, string | undefined] = [0, 0, undefined];
  do {
    const { rows }: { rows: KeyRecord[] } = await client.query<KeyRecord>(pageSql, [
      last,
      pageSize,
    ]);
    const others = rows.filter(
      ({ key_id: keyId, wrapped }) =>
        !canUnwrap(() => unwrapPersonKey(wrapping.to, { keyId, wrapped })),
    );
    await client.query(updateSql, [
      others.map(({ key_id }) => key_id),
      others.map((record) => rewrapped(record, wrapping)),
    ]);
    count += rows.length;
    changed += others.length;
    last = rows.length < pageSize ? undefined : rows.at(-1)?.key_id;
  } while (last !== undefined);
  return { count, changed };
};

const rewrapped = ({ key_id: keyId, wrapped }: KeyRecord, { from, to }: Wrapping): Buffer =>
  wrapPersonKey(to, unwrapPersonKey(from, { keyId, wrapped }));
