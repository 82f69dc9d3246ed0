import type { ClientBase } from 'pg';
import {
  unwrapNamesKey,
  unwrapPersonKey,
  wrapNamesKey,
  wrapPersonKey,
} from '../sealing/wrap-person-key.js';
import { secretKeysOf } from './secret-keys.js';
import { storedNames } from './stored-names.js';

/** The 32 bytes of LEDGER_SECRET_KEY, as they were and as they will be. */
export interface SecretChange {
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
 * Who makes or looks for keys waits, and goes on with what is there then: a process with the former setting makes none
 * any more.
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
 * Wraps the keys of people, and the key of their names, with another LEDGER_SECRET_KEY. The keys themselves stay, so that
 * what is sealed under them is read as before. Answers how many there were; `undefined` if all were wrapped so before:
 * while the setting is changed, some are wrapped with the new one already. Within the caller's transaction: all of it or
 * nothing. Throws `PersonKeyUnreadable`.
 */
export const rewrapPersonKeys = async (
  client: ClientBase,
  change: SecretChange,
): Promise<number | undefined> => {
  const [{ current: former }, { current: next }] = [
    secretKeysOf(change.from),
    secretKeysOf(change.to),
  ];
  await client.query(lockSql);
  // Also makes it, where there are keys of people from before there was one.
  const { wrapped } = await storedNames(client, secretKeysOf([change.from, change.to]));
  const wrapping = { from: former.wrapping, to: next.wrapping };
  const names = rewrappedNames(wrapped, wrapping);
  if (names !== undefined) {
    await client.query('UPDATE personal_data.names_key SET wrapped = $1', [names]);
  }
  const keys = await rewrapAll(client, wrapping);
  return names === undefined && keys.changed === 0 ? undefined : keys.count;
};

/** `undefined` if it is wrapped so. */
const rewrappedNames = (wrapped: Buffer, { from, to }: Wrapping): Buffer | undefined =>
  opens(() => unwrapNamesKey(to, wrapped))
    ? undefined
    : wrapNamesKey(to, unwrapNamesKey(from, wrapped));

const opens = (unwrap: () => unknown): boolean => {
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
        !opens(() => unwrapPersonKey(wrapping.to, { keyId, wrapped })),
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
