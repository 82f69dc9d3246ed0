import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { nodeArguments, readLines } from './child-process.js';

const linesOf = async (chunks: readonly Buffer[]): Promise<string[]> => {
  const stream = new PassThrough();
  const lines: string[] = [];
  readLines(stream, (line) => lines.push(line));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await turn();
  return lines;
};

describe('lines of a stream', () => {
  test('are put together from chunks, also inside a character', async () => {
    const text = Buffer.from('Åsa\nÖrjan');
    const pieces = [text.subarray(0, 1), text.subarray(1, 6), text.subarray(6)];
    expect(await linesOf(pieces)).toEqual(['Åsa', 'Örjan']);
  });

  test('come in pieces when they are endless', async () => {
    const chunk = Buffer.alloc(50_000, 'x');
    const lines = await linesOf([chunk, chunk, chunk]);
    expect(lines.map(({ length }) => length)).toEqual([100_000, 50_000]);
  });
});

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
