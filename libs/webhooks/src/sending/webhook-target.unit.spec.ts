import type { LookupAddress } from 'node:dns';
import { describe, expect, test } from '@jest/globals';
import {
  checkedLookup,
  endpointRefused,
  isPublicAddress,
  type Resolve,
  resolveBySystem,
  sharedResolve,
  targetRefused,
} from './webhook-target.js';

describe('an address', () => {
  test.each(['93.184.215.14', '8.8.8.8', '172.32.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.5',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
  ])('%s is refused', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('the URL of an endpoint', () => {
  const rules = { allowPrivateTargets: false };

  test.each(['https://example.com/hook', 'https://example.com:8443/', 'https://93.184.215.14/'])(
    '%s is taken',
    (url) => {
      expect(targetRefused(url, rules)).toBeUndefined();
    },
  );

  test.each([
    'nonsense',
    'http://example.com/',
    'ftp://example.com/',
    'https://user:password@example.com/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://shop.localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1./',
    'https://①②⑦.0.0.1/',
    'https://0/',
    'https://example.com@127.0.0.1/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fec0::1]/',
    'https://[5f00::1]/',
    'https://[100::1]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://169.254.169.254/latest/meta-data/',
    `https://example.com/${'a'.repeat(2_048)}`,
  ])('%s is refused', (url) => {
    expect(targetRefused(url, rules)).toEqual(expect.stringMatching(/\.$/));
  });

  test('may be private, and plain http, where that is allowed', () => {
    const allowed = { allowPrivateTargets: true };
    expect(targetRefused('http://127.0.0.1:8081/hook', allowed)).toBeUndefined();
    expect(targetRefused('https://localhost/hook', allowed)).toBeUndefined();
    expect(targetRefused('ftp://127.0.0.1/', allowed)).toEqual(expect.any(String));
  });
});

describe('a name', () => {
  const lookup = async (resolve: Resolve, all = true): Promise<unknown> =>
    new Promise((found, refused) => {
      checkedLookup(resolve)('example.com', { all }, (error, given, family) => {
        if (error === null) found(all ? given : [given, family]);
        else refused(error);
      });
    });
  const resolving =
    (...addresses: string[]): Resolve =>
    () =>
      Promise.resolve(
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

  test('is connected to at the addresses that were checked', async () => {
    const resolve = resolving('93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c');
    expect(await lookup(resolve)).toEqual(await resolve('example.com'));
    expect(await lookup(resolve, false)).toEqual(['93.184.215.14', 4]);
  });

  test.each([['127.0.0.1'], ['::ffff:10.0.0.1'], ['93.184.215.14', '192.168.0.1'], []])(
    'is refused if it stands for %s %s',
    async (...addresses) => {
      await expect(lookup(resolving(...addresses))).rejects.toThrow();
    },
  );

  test('that is not found fails with what the resolver said', async () => {
    const notFound = new Error('getaddrinfo ENOTFOUND example.com');
    await expect(lookup(() => Promise.reject(notFound))).rejects.toBe(notFound);
  });

  test('of the reserved top-level domain is not found by the system either', async () => {
    const look = new Promise((_, refused) => {
      checkedLookup(resolveBySystem)('shop.invalid', { all: true }, (error) => {
        refused(error ?? new Error('found'));
      });
    });
    await expect(look).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
  });
});

test.each([
  ['http://127.0.0.1:8081/hook', true],
  ['https://localhost/hook', true],
  ['http://shop.example.com/', true],
  ['ftp://shop.example.com/', false],
  ['https://user:word@shop.example.com/', false],
])('who makes an endpoint at %s learns of the setting: %s', (url, isNamed) => {
  const why = endpointRefused(url, { allowPrivateTargets: false }) ?? '';
  expect(why.includes('WEBHOOK_ALLOW_PRIVATE_TARGETS')).toBe(isNamed);
  expect(why).not.toBe('');
});

interface Asked {
  readonly hostname: string;
  readonly found: (addresses: LookupAddress[]) => void;
  readonly failed: (error: Error) => void;
}

const shared = () => {
  const asked: Asked[] = [];
  const resolve = sharedResolve(
    (hostname) =>
      new Promise((found, failed) => {
        asked.push({ hostname, found, failed });
      }),
  );
  return { asked, resolve };
};

test('a name is asked for once at a time, and anew by who comes later', async () => {
  const { asked, resolve } = shared();

  const first = resolve('a.example');
  const second = resolve('a.example');
  void resolve('b.example');
  expect(asked.map(({ hostname }) => hostname)).toEqual(['a.example', 'b.example']);

  const addresses = [{ address: '192.0.2.1', family: 4 }];
  asked[0]!.found(addresses);
  expect(await Promise.all([first, second])).toEqual([addresses, addresses]);
  void resolve('a.example');
  expect(asked).toHaveLength(3);
});

test('a name that is not found fails for all who waited, and is asked for again', async () => {
  const { asked, resolve } = shared();
  const both = Promise.allSettled([resolve('a.example'), resolve('a.example')]);

  asked[0]!.failed(new Error('ENOTFOUND'));

  expect(await both).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  void resolve('a.example');
  expect(asked).toHaveLength(2);
});
