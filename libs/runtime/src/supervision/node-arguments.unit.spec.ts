import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { nodeArguments } from './node-arguments.js';

test('parts that share few cores collect garbage with one thread each', () => {
  const collectors = [1, 3, 4, 64].map((cores) => nodeArguments('stream', cores));
  expect(collectors).toEqual([['--single-threaded-gc'], ['--single-threaded-gc'], [], []]);
});

test('a part that answers requests has room for those under way', () => {
  expect(nodeArguments('requests', 2)).toEqual(['--max-semi-space-size=32']);
});

test.each(['stream', 'requests'] as const)('this Node takes what it is given: %s', (load) => {
  const { status } = spawnSync(process.execPath, [...nodeArguments(load, 1), '--eval', '']);
  expect(status).toBe(0);
});
