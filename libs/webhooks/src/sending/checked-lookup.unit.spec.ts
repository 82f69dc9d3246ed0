import { expect, test } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { sharedResolve } from './checked-lookup.js';

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
