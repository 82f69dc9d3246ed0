import { join } from 'node:path';
import { Command } from 'commander';
import type { ClientBase, Pool } from 'pg';
import { accessMigrations, KeySecretBox, rewrapKeySecrets } from '#access';
import { personalDataMigrations, rewrapPersonKeys } from '#personal-data';
import { loadSettings, migrate, secretKey } from '#runtime';
import type { Settings } from '#runtime';
import { rewrapEndpointSecrets, EndpointSecretBox, webhookMigrations } from '#webhooks';
import { exitCode, type Finish, WrongUsage } from '../exit-code.js';
import { printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

interface SecretChange {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

/** The numbers of secrets that were encrypted again with the new key. */
interface RewrapResult {
  readonly customerKeys: number;
  readonly webhooks: number;
  /** The number of webhooks whose secrets neither key can decrypt. These secrets stay unchanged. */
  readonly unreadableWebhooks: number;
  /** The number of client keys whose secrets were encrypted again with the new key. */
  readonly keys: number;
  /**
   * The number of client keys whose secrets neither key can decrypt. These secrets stay unchanged.
   */
  readonly unreadableKeys: number;
}

/**
 * Returns the old and the new key. If LEDGER_SECRET_KEY_PREVIOUS is set, it is the old key, and
 * LEDGER_SECRET_KEY is the new one. If NEW_LEDGER_SECRET_KEY is set, it is the new key, and
 * LEDGER_SECRET_KEY is the old one. In that case the processes must be restarted with the new key
 * afterwards.
 */
const changeOf = (settings: Settings): SecretChange & { readonly isInUse: boolean } => {
  const { newLedgerSecretKey: next, previousLedgerSecretKey: previous } = settings;
  const current = secretKey(settings);
  if (next !== undefined && previous !== undefined)
    throw new WrongUsage(
      'NEW_LEDGER_SECRET_KEY and LEDGER_SECRET_KEY_PREVIOUS are both set: set only one of them',
    );
  if (previous !== undefined) {
    if (previous.equals(current))
      throw new WrongUsage('LEDGER_SECRET_KEY_PREVIOUS is the same as LEDGER_SECRET_KEY');
    return { from: previous, to: current, isInUse: true };
  }
  if (next === undefined)
    throw new WrongUsage(
      'LEDGER_SECRET_KEY_PREVIOUS is needed (to change from it to LEDGER_SECRET_KEY), or NEW_LEDGER_SECRET_KEY ' +
        '(to change from LEDGER_SECRET_KEY to it): 32 bytes in base64, made with openssl rand -base64 32',
    );
  if (current.equals(next))
    throw new WrongUsage('NEW_LEDGER_SECRET_KEY is the same as LEDGER_SECRET_KEY');
  return { from: current, to: next, isInUse: false };
};

const rewrapIn = async (
  client: ClientBase,
  { from, to }: SecretChange,
): Promise<RewrapResult | undefined> => {
  await client.query('BEGIN; SET LOCAL synchronous_commit = on');
  const customerKeys = await rewrapPersonKeys(client, { from, to });
  if (customerKeys === undefined) return undefined;
  const boxes = { from: new EndpointSecretBox(from), to: new EndpointSecretBox(to) };
  const { endpoints, unreadable } = await rewrapEndpointSecrets(client, boxes);
  const keyBoxes = { from: new KeySecretBox(from), to: new KeySecretBox(to) };
  const { keys, unreadable: unreadableKeys } = await rewrapKeySecrets(client, keyBoxes);
  await client.query('COMMIT');
  return {
    customerKeys,
    webhooks: endpoints,
    unreadableWebhooks: unreadable,
    keys,
    unreadableKeys,
  };
};

const rewrap = async (pool: Pool, change: SecretChange): Promise<RewrapResult | undefined> => {
  await migrate(pool, [accessMigrations, personalDataMigrations, webhookMigrations]);
  const client = await pool.connect();
  try {
    return await rewrapIn(client, change);
  } finally {
    // The argument `true` closes the connection. If the transaction was not committed, PostgreSQL
    // rolls it back.
    client.release(true);
  }
};

const report = (done: RewrapResult | undefined, settings: Settings, isInUse: boolean): string[] => {
  const name = isInUse ? 'LEDGER_SECRET_KEY' : 'NEW_LEDGER_SECRET_KEY';
  const kept =
    settings.ledgerSecretKey === undefined
      ? `, instead of the key in ${join(settings.dataDir, 'secret.key')}`
      : '';
  return [
    done === undefined
      ? `Everything is already encrypted under ${name}; nothing was changed.`
      : `Encrypted under ${name}: ${done.customerKeys} customer keys, secrets of ${done.webhooks} webhooks, ` +
        `secrets of ${done.keys} client keys.`,
    ...(done === undefined || done.unreadableWebhooks === 0
      ? []
      : [
          `The secrets of ${done.unreadableWebhooks} webhooks could not be read: give these webhooks new secrets.`,
        ]),
    ...(done === undefined || done.unreadableKeys === 0
      ? []
      : [`The secrets of ${done.unreadableKeys} client keys could not be read: create new keys.`]),
    ...(isInUse
      ? [
          'Remove LEDGER_SECRET_KEY_PREVIOUS an hour after the last process with the former key has stopped:',
          'tokens signed with the former key are valid for an hour.',
        ]
      : [
          `Start API and worker with this key as LEDGER_SECRET_KEY${kept}.`,
          'Until then requests for orders with a customer are answered 503. Afterwards tokens issued before are refused.',
        ]),
  ];
};

/**
 * `ledger rewrap`: decrypts the stored secrets and encrypts them with another LEDGER_SECRET_KEY
 * (docs/personal-data.md).
 */
export const rewrapCommand = (finish: Finish): Command =>
  new Command('rewrap')
    .description(
      'Encrypt customer keys, webhook secrets and secrets of client keys under LEDGER_SECRET_KEY ' +
        'instead of LEDGER_SECRET_KEY_PREVIOUS, ' +
        'or under NEW_LEDGER_SECRET_KEY instead of LEDGER_SECRET_KEY',
    )
    .option('--json', 'answer in JSON')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const settings = loadSettings();
      const change = changeOf(settings);
      const done = await withDatabase(settings, async (pool) => rewrap(pool, change));
      if (json) printJson({ done: done !== undefined, ...done });
      else printLines(report(done, settings, change.isInUse));
      finish(exitCode.done);
    });
