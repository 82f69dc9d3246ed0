import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidSettings, loadSettings } from './load-settings.js';
import { settingsSchema } from './settings-schema.js';

const complaintsAbout = (environment: Record<string, string>): readonly string[] => {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof InvalidSettings) return error.complaints;
    throw error;
  }
};

describe('settings', () => {
  test('have the defaults of operations.md', () => {
    expect(loadSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      eventStoreUrl: undefined,
      databaseUrl: undefined,
      eventNodeHost: '127.0.0.1',
      logLevel: 'info',
      bootstrapStores: [{ storeId: 'demo-se', salesSegment: 'B2C', currency: 'SEK' }],
    });
  });

  test('make DATA_DIR absolute', () => {
    expect(loadSettings({ DATA_DIR: './x' }).dataDir).toBe(`${process.cwd()}/x`);
  });

  test('take an empty variable for one that is not set', () => {
    expect(loadSettings({ PORT: '', PUBLIC_URL: '' })).toMatchObject({
      port: 8080,
      publicUrl: undefined,
    });
  });

  test('read stores of the bootstrap client', () => {
    const settings = loadSettings({ BOOTSTRAP_STORES: 'a:B2C:SEK, b.1:B2B:EUR' });
    expect(settings.bootstrapStores).toEqual([
      { storeId: 'a', salesSegment: 'B2C', currency: 'SEK' },
      { storeId: 'b.1', salesSegment: 'B2B', currency: 'EUR' },
    ]);
  });

  test('read trusted proxies', () => {
    const settings = loadSettings({ TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,2001:db8::1' });
    expect(settings.trustedProxies).toEqual(['loopback', '10.0.0.0/8', '2001:db8::1']);
  });

  test('read the secret key', () => {
    const key = Buffer.alloc(32, 7);
    expect(loadSettings({ LEDGER_SECRET_KEY: key.toString('base64') }).ledgerSecretKey).toEqual(
      key,
    );
  });

  describe('of secrets stand in files too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    const file = join(folder, 'secret');
    const written = (text: string): string => {
      writeFileSync(file, text);
      return file;
    };
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    test('with or without a line feed at their end', () => {
      for (const end of ['', '\n', '\r\n']) {
        const settings = loadSettings({ DATABASE_URL_FILE: written(`postgres://u:p@h/d${end}`) });
        expect(settings.databaseUrl).toBe('postgres://u:p@h/d');
      }
    });

    test.each(
      Object.values(settingsSchema)
        .filter(({ secret }) => secret)
        .map(({ variable }) => variable),
    )('every one: %s', (variable) => {
      const [complaint] = complaintsAbout({ [`${variable}_FILE`]: written(' ') });
      expect(complaint).toMatch(new RegExp(`^${variable}: found a value of 1 characters`));
    });

    test('but not beside the variable itself', () => {
      expect(
        complaintsAbout({ DATABASE_URL: 'postgres://h/d', DATABASE_URL_FILE: written('x') }),
      ).toEqual(['DATABASE_URL_FILE: found beside DATABASE_URL; allowed is one of them']);
    });

    test('and those that are missing or empty are named', () => {
      expect(complaintsAbout({ LEDGER_SECRET_KEY_FILE: join(folder, 'none') })).toEqual([
        expect.stringMatching(/^LEDGER_SECRET_KEY_FILE: .*cannot be read \(ENOENT\)$/),
      ]);
      expect(complaintsAbout({ LEDGER_SECRET_KEY_FILE: written('\n') })).toEqual([
        expect.stringMatching(/^LEDGER_SECRET_KEY_FILE: .*is empty$/),
      ]);
    });
  });

  test('name a wrong one, what was found and what is allowed', () => {
    expect(complaintsAbout({ PORT: '80a' })).toEqual([
      'PORT: found "80a", allowed is a whole number from 0 to 65535',
    ]);
  });

  test('name all wrong ones at once', () => {
    const complaints = complaintsAbout({ PORT: '65536', LOG_FORMAT: 'xml' });
    expect(complaints.map((complaint) => complaint.split(':')[0])).toEqual(['PORT', 'LOG_FORMAT']);
  });

  test('never repeat a secret', () => {
    const [complaint] = complaintsAbout({ LEDGER_SECRET_KEY: 'c2VjcmV0' });
    expect(complaint).toMatch(/^LEDGER_SECRET_KEY: found a value of 8 characters, allowed is 32/);
    expect(complaint).not.toContain('c2VjcmV0');
  });

  test.each([
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['HOST', 'a b'],
    ['PUBLIC_URL', 'ftp://x'],
    ['TRUSTED_PROXIES', 'example.com'],
    ['TRUSTED_PROXIES', '10.0.0.0/8,'],
    ['API_DOCS', 'true'],
    ['EVENTSTORE_URL', 'http://localhost:2113'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['EVENT_NODE_PORT', 'x'],
    ['LEDGER_SECRET_KEY', Buffer.alloc(31).toString('base64')],
    ['BOOTSTRAP_CLIENT_ID', 'a b'],
    ['BOOTSTRAP_CLIENT_SECRET', 'with blank'],
    ['BOOTSTRAP_STORES', 'demo'],
    ['BOOTSTRAP_STORES', 'a:B2C:SEK,a:B2C:SEK'],
    ['BOOTSTRAP_STORES', 'a:B2X:SEK'],
    ['LOG_LEVEL', 'loud'],
    ['READY_FD', '0'],
    ['NODE_ENV', 'Production!'],
    ['METRICS_PORT', '65536'],
    ['METRICS_TOKEN', 'short'],
  ])('refuse %s=%s', (variable, value) => {
    expect(complaintsAbout({ [variable]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${variable}: found `)),
    ]);
  });
});

describe('settings of the Store API', () => {
  test('are none by default, with every payment method', () => {
    expect(loadSettings({})).toMatchObject({
      storeApiStore: undefined,
      storeApiHosts: new Map(),
      storeApiOrigins: [],
      storeApiPaymentMethods: ['woocommerce_payments', 'bacs', 'cheque', 'cod'],
      ...{ storeApiCapture: 'manual', storeApiRateLimit: 0, storeApiRateLimitSeconds: 10 },
    });
  });

  test('are lists with commas', () => {
    expect(
      loadSettings({
        STORE_API_HOSTS: 'shop.example=a, localhost:8080=b',
        STORE_API_ORIGINS: 'https://shop.example, http://localhost:3000',
        STORE_API_PAYMENT_METHODS: 'cod,bacs',
      }),
    ).toMatchObject({
      storeApiHosts: new Map([
        ['shop.example', 'a'],
        ['localhost:8080', 'b'],
      ]),
      storeApiOrigins: ['https://shop.example', 'http://localhost:3000'],
      storeApiPaymentMethods: ['bacs', 'cod'],
    });
  });

  test.each([
    ['STORE_API_STORE', 'a b'],
    ['STORE_API_HOSTS', 'shop.example'],
    ['STORE_API_HOSTS', 'Shop.example=a'],
    ['STORE_API_HOSTS', 'a=b,a=c'],
    ['STORE_API_ORIGINS', 'shop.example'],
    ['STORE_API_ORIGINS', 'https://shop.example/'],
    ['STORE_API_ORIGINS', '*'],
    ['STORE_API_PAYMENT_METHODS', 'paypal'],
    ['STORE_API_PAYMENT_METHODS', 'cod,cod'],
    ['STORE_API_CAPTURE', 'later'],
    ['STORE_API_SALT', 'short'],
    ['STORE_API_RATE_LIMIT', '-1'],
  ])('refuse %s=%s', (name, value) => {
    expect(complaintsAbout({ [name]: value })).toHaveLength(1);
  });
});
