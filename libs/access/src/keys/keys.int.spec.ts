import { describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { ClientDirectory } from '../clients/client-directory.js';
import { TooManyWrongSecrets } from '../clients/secret-attempts.js';
import { accessMigrations } from '../set-up.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { KeyAuthenticator, KeySecretUnreadable } from './key-authenticator.js';
import { clientKeysMax, KeyDirectory, type NewKeyRequest } from './key-directory.js';
import { keyKindOf } from './key-kinds.js';
import { KeySecretBox, rewrapKeySecrets } from './client-key.js';

const postgres = usePostgres(accessMigrations);
const [oneKey, otherKey] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

const parts = (secretKey: Uint8Array = oneKey) => {
  const box = new KeySecretBox(secretKey);
  return {
    clients: new ClientDirectory(postgres.pool),
    stores: new StoreDirectory(postgres.pool),
    keys: new KeyDirectory(postgres.pool, box),
    authenticator: new KeyAuthenticator(postgres.pool, box),
  };
};

const given = async (...stores: string[]): Promise<void> => {
  for (const storeId of stores)
    await parts().stores.create({
      ...{ storeId, salesSegment: 'B2C', currency: 'SEK' },
      ...{ timeZone: 'UTC', settlement: 'daily' },
    });
  const scopes = ['captures:write', 'orders:read', 'admin'] as const;
  const created = await parts().clients.create({ clientId: 'shop', stores, scopes });
  expect(created.kind).toBe('created');
};

const order = (
  kind: string,
  parameters: NewKeyRequest['parameters'],
  store?: string,
): NewKeyRequest => ({
  ...{ clientId: 'shop', kind: keyKindOf(kind)!, parameters },
  ...(store !== undefined && { store }),
});

const made = async (keyOrder: NewKeyRequest) => {
  const created = await parts().keys.create(keyOrder);
  if (created.kind !== 'created') throw new Error(created.kind);
  return created;
};

const woocommerce = (permission = 'read_write', store?: string) =>
  order('woocommerce', { permission }, store);
const medusa = (email = 'Anna@shop.example') =>
  order('medusa', { email, password: 'a long password' });

const dump = async (): Promise<string> => {
  const { rows } = await postgres.pool.query('SELECT k::text FROM access.keys k');
  return JSON.stringify(rows);
};

describe('a consumer key', () => {
  test('has the rights of its permission that its client has, for one store', async () => {
    await given('demo-se');
    const { shown, key } = await made(woocommerce());
    const token = shown['consumerKey']!;
    expect(key).toMatchObject({ store: 'demo-se', hint: token.slice(-7) });
    const found = await parts().authenticator.byToken('woocommerce', token);
    expect(found).toEqual({
      keyId: key.keyId,
      caller: {
        ...{ clientId: 'shop', stores: ['demo-se'] },
        scopes: expect.arrayContaining(['captures:write', 'orders:read']),
      },
      details: { permission: 'read_write' },
      secret: shown['consumerSecret'],
    });
    expect(found?.caller.scopes).toHaveLength(2);
    const scopesOf = async (permission: string) => {
      const other = await made(woocommerce(permission));
      const { authenticator } = parts();
      const known = await authenticator.byToken('woocommerce', other.shown['consumerKey']!);
      return known?.caller.scopes;
    };
    expect(await scopesOf('read')).toEqual(['orders:read']);
    expect(await scopesOf('write')).toEqual(['captures:write']);
  });

  test('is stored without its secrets', async () => {
    await given('demo-se');
    const { shown } = await made(woocommerce());
    const other = await made(medusa());
    const stored = await dump();
    for (const text of [shown['consumerKey']!, shown['consumerSecret']!, other.shown['apiToken']!])
      for (const hidden of [text, text.slice(3), Buffer.from(text).toString('hex')])
        expect(stored).not.toContain(hidden);
    expect(stored).not.toContain('a long password');
  });

  test('is found under its kind only', async () => {
    await given('demo-se');
    const { shown } = await made(woocommerce());
    const { authenticator } = parts();
    expect(await authenticator.byToken('medusa', shown['consumerKey']!)).toBeUndefined();
    expect(await authenticator.byToken('woocommerce', shown['consumerSecret']!)).toBeUndefined();
    expect(await authenticator.byToken('woocommerce', 'ck_\0')).toBeUndefined();
  });
});

describe('a key', () => {
  test('names one of several stores of its client', async () => {
    await given('a', 'b');
    const { keys } = parts();
    expect(await keys.create(woocommerce())).toEqual({ kind: 'store-needed' });
    const ofOther = await keys.create(woocommerce('read', 'c'));
    expect(ofOther).toEqual({ kind: 'store-not-found', store: 'c' });
    expect((await made(woocommerce('read', 'b'))).key.store).toBe('b');
  });

  test('stops working when it is revoked, its client disabled or its store removed', async () => {
    await given('a', 'b');
    const endings: readonly [string, (keyId: string) => Promise<boolean>][] = [
      ['a', async (keyId) => parts().keys.revoke('shop', keyId)],
      ['a', async () => parts().stores.remove('a')],
      ['b', async () => parts().clients.disable('shop')],
    ];
    for (const [store, end] of endings) {
      const { shown, key } = await made(woocommerce('read', store));
      const find = async () => parts().authenticator.byToken('woocommerce', shown['consumerKey']!);
      expect(await find()).toBeDefined();
      expect(await end(key.keyId)).toBe(true);
      expect(await find()).toBeUndefined();
    }
  });

  test('is told from one that was never issued while its client is disabled', async () => {
    await given('demo-se');
    const { shown, key } = await made(woocommerce());
    const { authenticator, clients, keys } = parts();
    const token = shown['consumerKey']!;
    expect(await authenticator.isIssued('woocommerce', 'ck_other')).toBe(false);
    expect(await authenticator.isIssued('medusa', token)).toBe(false);
    expect(await keys.revoke('shop', key.keyId)).toBe(true);
    expect(await authenticator.isIssued('woocommerce', token)).toBe(false);
    const other = await made(woocommerce());
    expect(await clients.disable('shop')).toBe(true);
    const otherToken = other.shown['consumerKey']!;
    expect(await authenticator.byToken('woocommerce', otherToken)).toBeUndefined();
    expect(await authenticator.isIssued('woocommerce', otherToken)).toBe(true);
  });

  test('names its client from memory once it was found', async () => {
    await given('demo-se');
    const { shown } = await made(woocommerce());
    const { authenticator } = parts();
    const clientOf = () => authenticator.clientOf('woocommerce', shown['consumerKey']!);
    expect(clientOf()).toBeUndefined();
    await authenticator.byToken('woocommerce', shown['consumerKey']!);
    expect(clientOf()).toBe('shop');
  });

  test('is what a store has of its kind', async () => {
    await given('demo-se', 'other-se');
    const { key } = await made(woocommerce('read', 'demo-se'));
    const has = async () => parts().keys.hasStore('demo-se', 'woocommerce');
    expect(await has()).toBe(true);
    expect(await parts().keys.hasStore('demo-se', 'medusa')).toBe(false);
    expect(await parts().keys.hasStore('other-se', 'woocommerce')).toBe(false);
    await parts().keys.revoke('shop', key.keyId);
    expect(await has()).toBe(false);
  });

  test('that is revoked leaves no secret behind', async () => {
    await given('demo-se');
    const { key } = await made(medusa());
    expect(await parts().keys.revoke('shop', key.keyId)).toBe(true);
    expect(await parts().keys.revoke('shop', key.keyId)).toBe(false);
    expect(await parts().keys.find('shop', key.keyId)).toBeUndefined();
    const { rows } = await postgres.pool.query(
      'SELECT secret, login_name, password_hash FROM access.keys',
    );
    expect(rows).toEqual([{ secret: null, login_name: null, password_hash: null }]);
    expect((await made(medusa())).kind).toBe('created');
  });

  test('that was found is known for two seconds, unless this replica forgets it', async () => {
    await given('demo-se');
    const { shown, key } = await made(woocommerce());
    const { authenticator, keys } = parts();
    const find = async () => authenticator.byToken('woocommerce', shown['consumerKey']!);
    expect(await find()).toBeDefined();
    await keys.revoke('shop', key.keyId);
    authenticator.forget();
    expect(await find()).toBeUndefined();
  });

  test('is one of at most a hundred, however many are made at once', async () => {
    await given('demo-se');
    const outcomes = await Promise.all(
      Array.from({ length: clientKeysMax + 5 }, async () => parts().keys.create(woocommerce())),
    );
    const refused = outcomes.filter(({ kind }) => kind !== 'created');
    expect(refused).toEqual(Array.from({ length: 5 }, () => ({ kind: 'too-many-keys' })));
    const page = await parts().keys.list('shop', { limit: 1_000 });
    expect(page?.items).toHaveLength(clientKeysMax);
  });

  test('belongs to a client that there is', async () => {
    await given('demo-se');
    for (const clientId of ['nobody', "'; --", '']) {
      const created = await parts().keys.create({ ...woocommerce(), clientId });
      expect(created).toEqual({ kind: 'client-not-found' });
      expect(await parts().keys.list(clientId, { limit: 10 })).toBeUndefined();
      expect(await parts().keys.find(clientId, 'x')).toBeUndefined();
    }
    expect(await parts().keys.find('shop', 'no uuid')).toBeUndefined();
  });
});

describe('a log-in', () => {
  const from = '192.0.2.1';

  test('finds the key of its name and password', async () => {
    await given('demo-se');
    const { key, shown } = await made(
      order('akinon', { username: 'Shop', password: 'a long password' }),
    );
    const { authenticator } = parts();
    const attempt = { kind: 'akinon', name: 'Shop', from };
    const logIn = async () => authenticator.logIn({ ...attempt, password: 'a long password' });
    // The first log-in computes the slow hash; the second log-in is answered from memory.
    for (const found of [await logIn(), await logIn()])
      expect(found).toMatchObject({ keyId: key.keyId, secret: shown['token'] });
    expect(await authenticator.logIn({ ...attempt, password: 'another' })).toBeUndefined();
    for (const name of ['shop', 'nobody', '\0', 'x'.repeat(1_000)])
      expect(
        await authenticator.logIn({ ...attempt, name, password: 'a long password' }),
      ).toBeUndefined();
    await parts().keys.revoke('shop', key.keyId);
    const after = await authenticator.logIn({ ...attempt, password: 'a long password' });
    expect(after).toBeUndefined();
    expect(await authenticator.byId('akinon', key.keyId)).toBeUndefined();
  });

  test('has a name that no other key of the kind has, in whatever case for e-mail', async () => {
    await given('demo-se');
    await made(medusa('anna@shop.example'));
    expect(await parts().keys.create(medusa('ANNA@shop.example'))).toEqual({ kind: 'login-taken' });
    expect((await made(medusa('bo@shop.example'))).key.details).toEqual({
      email: 'bo@shop.example',
    });
  });

  test('is slowed after wrong passwords', async () => {
    await given('demo-se');
    const { authenticator } = parts();
    const attempt = { kind: 'medusa', name: 'anna@shop.example', password: 'guess', from };
    for (let tries = 0; tries < 5; tries += 1)
      expect(await authenticator.logIn(attempt)).toBeUndefined();
    await expect(authenticator.logIn(attempt)).rejects.toThrow(TooManyWrongSecrets);
  });
});

test('secrets of keys are rewrapped under another LEDGER_SECRET_KEY', async () => {
  await given('demo-se');
  const { shown } = await made(woocommerce());
  const lost = await made(woocommerce());
  await postgres.pool.query('UPDATE access.keys SET secret = $2 WHERE key_id = $1', [
    ...[lost.key.keyId, Buffer.alloc(60)],
  ]);
  const find = async (secretKey: Uint8Array) =>
    parts(secretKey).authenticator.byToken('woocommerce', shown['consumerKey']!);
  await expect(find(otherKey)).rejects.toThrow(KeySecretUnreadable);
  const boxes = { from: new KeySecretBox(oneKey), to: new KeySecretBox(otherKey) };
  const client = await postgres.pool.connect();
  try {
    await client.query('BEGIN');
    expect(await rewrapKeySecrets(client, boxes)).toEqual({ keys: 1, unreadable: 1 });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
  expect(await find(otherKey)).toMatchObject({ secret: shown['consumerSecret'] });
});
