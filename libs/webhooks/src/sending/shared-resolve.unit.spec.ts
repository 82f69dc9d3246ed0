import { expect, test } from '@jest/globals';
import type { Resolve } from './checked-lookup.js';
import { sharedResolve } from './shared-resolve.js';

test('a name is asked for once at a time, and anew by who comes later', () => {
  const asked: [string, Parameters<Resolve>[1]][] = [];
  const resolve = sharedResolve((hostname, done) => asked.push([hostname, done]));
  const found: string[] = [];
  const ask = (hostname: string): void => {
    resolve(hostname, (_, [first]) => found.push(`${hostname} ${first?.address}`));
  };

  ask('a.example');
  ask('a.example');
  ask('b.example');
  expect(asked.map(([hostname]) => hostname)).toEqual(['a.example', 'b.example']);

  asked[0]![1](null, [{ address: '192.0.2.1', family: 4 }]);
  expect(found).toEqual(['a.example 192.0.2.1', 'a.example 192.0.2.1']);
  ask('a.example');
  expect(asked).toHaveLength(3);
});
