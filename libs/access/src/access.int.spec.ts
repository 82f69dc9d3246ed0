import { describe, expect, jest, test } from '@jest/globals';
import { usePostgres } from '../../../test/support/postgres.js';
import { accessMigrations, bootstrapClient, type BootstrapSettings } from './set-up.js';
import { clientStoresMax, TooManyStores } from './clients/api-client.js';
import { ClientAuthenticator } from './clients/client-authenticator.js';
import { ClientDirectory } from './clients/client-directory.js';
import { InvalidCursor } from './page.js';
import { scopes } from './caller.js';
import { StoreDirectory } from './stores/store-directory.js';
import type { Store } from './stores/store.js';
import { InvalidToken, TokenIssuer } from './tokens/token-issuer.js';
import { Revocations } from './tokens/revocations.js';
import { TokenVerifier } from './tokens/token-verifier.js';
import { until } from '../../../test/support/until.js';

const postgres = usePostgres(accessMigrations);

const store = (storeId: string, more: Partial<Store> = {}): Store => ({
  storeId,
  salesSegment: 'B2C',
  currency: 'SEK',
  timeZone: 'Europe/Stockholm',
  settlement: 'daily',
  ...more,
});

const directories = () => ({
  clients: new ClientDirectory(postgres.pool),
  stores: new StoreDirectory(postgres.pool),
});

const makeClient = async (clientId: string, ...stores: string[]) => {
  const created = await directories().clients.create({ clientId, stores, scopes: ['orders:read'] });
  if (created.kind !== 'created') throw new Error(created.kind);
  return created;
};

/** Calls `ask` again and again until its answer is `wanted`. */
const eventually = async (ask: () => Promise<unknown>, wanted: unknown): Promise<void> =>
  until(async () => (await ask()) === wanted);

describe('stores', () => {
  test('are kept as they were made', async () => {
    const { stores } = directories();
    const demo = store('demo-se', { name: 'Demo', countryCode: 'SE' });
    await expect(stores.create(demo)).resolves.toEqual({ kind: 'created', store: demo });
    await expect(stores.find('demo-se')).resolves.toEqual(demo);
    await expect(stores.find('demo-no')).resolves.toBeUndefined();
    await expect(stores.find("'; --")).resolves.toBeUndefined();
  });

  test('have ids that are never given twice, not even after removal', async () => {
    const { stores } = directories();
    await stores.create(store('demo-se'));
    await expect(stores.create(store('demo-se'))).resolves.toEqual({ kind: 'store-id-taken' });
    await expect(stores.remove('demo-se')).resolves.toBe(true);
    await expect(stores.remove('demo-se')).resolves.toBe(false);
    await expect(stores.find('demo-se')).resolves.toBeUndefined();
    await expect(stores.create(store('demo-se'))).resolves.toEqual({ kind: 'store-id-taken' });
  });

  test('get another zone at once, and removed ones none', async () => {
    const { stores } = directories();
    await stores.create(store('demo-se'));
    await stores.find('demo-se');
    const moved = store('demo-se', { timeZone: 'America/Nuuk' });
    await expect(stores.change('demo-se', { timeZone: 'America/Nuuk' })).resolves.toEqual({
      ...{ kind: 'changed', store: moved, zoneBefore: store('demo-se').timeZone },
    });
    await expect(stores.find('demo-se')).resolves.toEqual(moved);
    const renamed = await stores.change('demo-se', { name: 'Shop', address: { city: 'Nuuk' } });
    expect(renamed).toMatchObject({
      zoneBefore: 'America/Nuuk',
      store: { ...moved, name: 'Shop' },
    });
    expect(await stores.settlementRules(['demo-se'])).toMatchObject([{ timeZone: 'America/Nuuk' }]);
    await stores.remove('demo-se');
    for (const id of ['demo-se', 'nobody', "'; --"]) {
      await expect(stores.change(id, { timeZone: 'UTC' })).resolves.toEqual({
        kind: 'store-not-found',
      });
    }
  });

  test('that have names of old are told, and are taken for what they were cut by', async () => {
    const { stores } = directories();
    for (const id of ['london', 'sydney', 'fine']) await stores.create(store(id));
    await postgres.pool.query(`UPDATE access.stores SET time_zone = CASE store_id
      WHEN 'london' THEN 'BST' WHEN 'sydney' THEN 'AET' ELSE time_zone END`);
    expect(await stores.misnamedZones()).toEqual([
      { storeId: 'london', timeZone: 'BST', takenFor: 'Asia/Dhaka' },
      { storeId: 'sydney', timeZone: 'AET', takenFor: 'Australia/Sydney' },
    ]);
    expect(await stores.settlementRules(['sydney'])).toMatchObject([
      { timeZone: 'Australia/Sydney' },
    ]);
    await expect(stores.find('london')).resolves.toMatchObject({ timeZone: 'Asia/Dhaka' });
    await expect(stores.change('london', { timeZone: 'Europe/London' })).resolves.toMatchObject({
      zoneBefore: 'BST',
    });
    expect(await stores.misnamedZones()).toMatchObject([{ storeId: 'sydney' }]);
  });

  test('are listed by id in pages, without removed ones', async () => {
    const { stores } = directories();
    for (const id of ['c', 'a', 'B', 'e', 'd']) await stores.create(store(id));
    await stores.remove('c');
    const first = await stores.list({ limit: 2 });
    expect(first.items.map(({ storeId }) => storeId)).toEqual(['B', 'a']);
    const second = await stores.list({ limit: 2, cursor: first.nextCursor! });
    expect(second.items.map(({ storeId }) => storeId)).toEqual(['d', 'e']);
    expect(second.nextCursor).toBeNull();
    await expect(stores.list({ limit: 2, cursor: '?' })).rejects.toThrow(InvalidCursor);
  });
});

const authenticate = (clientId: string, clientSecret: string) =>
  new ClientAuthenticator(postgres.pool).authenticate({ clientId, clientSecret, from: 'here' });

describe('clients', () => {
  test('authenticate with the secret they were made with, and with no other', async () => {
    const { stores } = directories();
    await stores.create(store('se'));
    const { client, clientSecret } = await makeClient('shop', 'se');
    expect(client).toEqual({ clientId: 'shop', stores: ['se'], scopes: ['orders:read'] });
    await expect(authenticate('shop', clientSecret)).resolves.toEqual(client);
    await expect(authenticate('shop', `${clientSecret}x`)).resolves.toBeUndefined();
    await expect(authenticate('nobody', clientSecret)).resolves.toBeUndefined();
    await expect(authenticate("' OR true --", clientSecret)).resolves.toBeUndefined();
  });

  test('leave no secret in the database', async () => {
    const { clientSecret } = await makeClient('shop');
    const { rows } = await postgres.pool.query<{ text: string }>(
      'SELECT c::text AS text FROM access.clients c',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.text).not.toContain(clientSecret);
  });

  test('are made for stores that exist, or not at all', async () => {
    const { clients, stores } = directories();
    await stores.create(store('se'));
    await stores.create(store('gone'));
    await stores.remove('gone');
    const wanted = { clientId: 'shop', stores: ['se', 'gone'], scopes };
    const refused = { kind: 'store-not-found', storeId: 'gone' };
    await expect(clients.create(wanted)).resolves.toEqual(refused);
    await expect(clients.find('shop')).resolves.toBeUndefined();
  });

  test('have ids that are never given twice, even at once or after disabling', async () => {
    const { clients } = directories();
    const make = () => clients.create({ clientId: 'shop', stores: [], scopes: ['admin'] });
    const kinds = (await Promise.all([make(), make(), make()])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['client-id-taken', 'client-id-taken', 'created']);
    await expect(clients.disable('shop')).resolves.toBe(true);
    await expect(make()).resolves.toEqual({ kind: 'client-id-taken' });
  });

  test('that are disabled neither authenticate nor show', async () => {
    const { clients } = directories();
    const { clientSecret } = await makeClient('shop');
    await makeClient('other');
    await expect(clients.disable('shop')).resolves.toBe(true);
    await expect(clients.disable('shop')).resolves.toBe(false);
    await expect(authenticate('shop', clientSecret)).resolves.toBeUndefined();
    await expect(clients.find('shop')).resolves.toBeUndefined();
    const { items, nextCursor } = await clients.list({ limit: 1 });
    expect(items.map(({ clientId }) => clientId)).toEqual(['other']);
    expect(nextCursor).toBeNull();
  });

  test('lose a store that is removed', async () => {
    const { clients, stores } = directories();
    await stores.create(store('se'));
    await stores.create(store('no'));
    await makeClient('shop', 'se', 'no');
    await stores.remove('se');
    await expect(clients.find('shop')).resolves.toMatchObject({ stores: ['no'] });
  });
});

const secretKey = Buffer.alloc(32, 1);
const issuer = new TokenIssuer(secretKey);

const verifies = (verifier: TokenVerifier, token: string) => () =>
  verifier.verify(token).then(
    ({ stores }) => stores.join(),
    (error: unknown) => {
      if (error instanceof InvalidToken) return 'refused';
      throw error;
    },
  );

describe('revocations', () => {
  test('reach a running process within 5 seconds, for clients and for stores', async () => {
    const { clients, stores } = directories();
    await stores.create(store('no'));
    await stores.create(store('se'));
    const { client: shop } = await makeClient('shop', 'no', 'se');
    const { client: other } = await makeClient('other', 'no', 'se');
    const revocations = new Revocations(postgres.pool);
    await revocations.start();
    try {
      const verifier = new TokenVerifier(secretKey, revocations);
      const shopToken = verifies(verifier, (await issuer.issue(shop)).accessToken);
      const otherToken = verifies(verifier, (await issuer.issue(other)).accessToken);
      await expect(shopToken()).resolves.toBe('no,se');
      await clients.disable('shop');
      await stores.remove('se');
      await eventually(shopToken, 'refused');
      await eventually(otherToken, 'no');
    } finally {
      await revocations.stop();
    }
  });

  test('stay in force while the database is away, and are read again afterwards', async () => {
    const { clients } = directories();
    const { client } = await makeClient('shop');
    await clients.disable('shop');
    const onError = jest.fn();
    const revocations = new Revocations(postgres.pool, { onError });
    await revocations.start();
    try {
      await postgres.pool.query('ALTER TABLE access.clients RENAME TO away');
      await eventually(() => Promise.resolve(onError.mock.calls.length > 0), true);
      const verifier = new TokenVerifier(secretKey, revocations);
      const token = (await issuer.issue(client)).accessToken;
      await expect(verifier.verify(token)).rejects.toThrow(InvalidToken);
    } finally {
      await revocations.stop();
    }
  });

  test('cannot start without having been read once', async () => {
    await postgres.pool.query('ALTER TABLE access.clients RENAME TO away');
    const revocations = new Revocations(postgres.pool);
    await expect(revocations.start()).rejects.toThrow('access.clients');
    await revocations.stop();
  });
});

describe('the bootstrap client', () => {
  const settings = {
    clientId: 'demo',
    clientSecret: 'a secret of sixteen',
    stores: [
      { storeId: 'demo-se', salesSegment: 'B2C', currency: 'SEK' },
      { storeId: 'demo-b2b', salesSegment: 'B2B', currency: 'EUR' },
    ],
  } as const;

  test('is made with all scopes for its stores, at several replicas at once', async () => {
    const { stores } = directories();
    await Promise.all([1, 2, 3].map(() => bootstrapClient(postgres.pool, settings)));
    await expect(authenticate('demo', settings.clientSecret)).resolves.toEqual({
      clientId: 'demo',
      stores: ['demo-b2b', 'demo-se'],
      scopes,
    });
    await expect(stores.find('demo-b2b')).resolves.toMatchObject({
      salesSegment: 'B2B',
      currency: 'EUR',
    });
  });

  test('is brought to what the settings say now', async () => {
    const { stores } = directories();
    await bootstrapClient(postgres.pool, settings);
    const changed = { ...settings.stores[0], currency: 'NOK' };
    const clientSecret = 'another secret of his';
    await bootstrapClient(postgres.pool, { ...settings, clientSecret, stores: [changed] });
    await expect(authenticate('demo', settings.clientSecret)).resolves.toBeUndefined();
    await expect(authenticate('demo', clientSecret)).resolves.toMatchObject({
      stores: ['demo-se'],
    });
    await expect(stores.find('demo-se')).resolves.toMatchObject({ currency: 'NOK' });
  });

  test('that was disabled stays so at a restart and comes back with a new secret', async () => {
    const { clients } = directories();
    await bootstrapClient(postgres.pool, settings);
    await clients.disable('demo');
    await bootstrapClient(postgres.pool, settings);
    await expect(authenticate('demo', settings.clientSecret)).resolves.toBeUndefined();
    const clientSecret = 'another secret of his';
    await bootstrapClient(postgres.pool, { ...settings, clientSecret });
    await expect(authenticate('demo', clientSecret)).resolves.toBeDefined();
  });

  test('does not bring back a store that was removed', async () => {
    const { clients, stores } = directories();
    await bootstrapClient(postgres.pool, settings);
    await stores.remove('demo-se');
    await bootstrapClient(postgres.pool, settings);
    await expect(clients.find('demo')).resolves.toMatchObject({ stores: ['demo-b2b'] });
  });

  const demo = async () => (await directories().clients.find('demo'))!;

  /**
   * Issues one token before the settings change and one right after the change. Returns, for each
   * token, whether it is accepted or refused afterwards.
   */
  const tokensAround = async (change: Partial<BootstrapSettings>) => {
    await bootstrapClient(postgres.pool, settings);
    const before = await issuer.issue(await demo());
    await bootstrapClient(postgres.pool, { ...settings, ...change });
    // A token from the same millisecond as the change counts as older than the change and would be
    // refused. So the test waits until the next millisecond.
    const changedAtMs = Date.now();
    await until(() => Date.now() > changedAtMs + 1);
    const after = await issuer.issue(await demo());
    const revocations = new Revocations(postgres.pool);
    await revocations.refresh();
    const verifier = new TokenVerifier(secretKey, revocations);
    return Promise.all([before, after].map(({ accessToken }) => verifies(verifier, accessToken)()));
  };

  test('loses its tokens with a store or with its secret, and new ones work at once', async () => {
    const [demoSe] = settings.stores;
    await expect(tokensAround({ stores: [demoSe] })).resolves.toEqual(['refused', 'demo-se']);
    const clientSecret = 'another secret of his';
    const both = 'demo-b2b,demo-se';
    await expect(tokensAround({ clientSecret })).resolves.toEqual(['refused', both]);
  });

  test('keeps its tokens when nothing is taken from it', async () => {
    const both = 'demo-b2b,demo-se';
    await expect(tokensAround({})).resolves.toEqual([both, both]);
    const more = { storeId: 'demo-no', salesSegment: 'B2C', currency: 'NOK' } as const;
    await expect(tokensAround({ stores: [...settings.stores, more] })).resolves.toEqual([
      both,
      'demo-b2b,demo-no,demo-se',
    ]);
  });
});

describe('a client of more stores than a token can name', () => {
  const storesOf = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);
  const settingsFor = (count: number): BootstrapSettings => ({
    clientId: 'demo',
    clientSecret: 'a secret of sixteen',
    stores: storesOf(count).map((storeId) => store(storeId)),
  });

  test('is not made, neither by bootstrap nor by hand', async () => {
    const { clients } = directories();
    await bootstrapClient(postgres.pool, settingsFor(clientStoresMax));
    const tooMany = clientStoresMax + 1;
    await expect(bootstrapClient(postgres.pool, settingsFor(tooMany))).rejects.toThrow(
      TooManyStores,
    );
    await expect(clients.find('demo')).resolves.toHaveProperty('stores.length', clientStoresMax);
    await expect(makeClient('shop', ...storesOf(tooMany))).rejects.toThrow(TooManyStores);
    await expect(makeClient('shop', ...storesOf(clientStoresMax), 's0')).resolves.toBeDefined();
  });
});
