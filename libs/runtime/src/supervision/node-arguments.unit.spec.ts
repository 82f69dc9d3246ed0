import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { nodeArguments } from './node-arguments.js';

test('parts that share few cores collect garbage with one thread each', () => {
  expect([1, 2, 3].map(nodeArguments)).toEqual(Array(3).fill(['--single-threaded-gc']));
  expect([4, 64].map(nodeArguments)).toEqual([[], []]);
});

test('this Node takes what it is given', () => {
  const { status } = spawnSync(process.execPath, [...nodeArguments(1), '--eval', '']);
  expect(status).toBe(0);
});
