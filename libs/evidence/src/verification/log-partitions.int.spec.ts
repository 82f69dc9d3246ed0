import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { useFolder } from '../testing/tampered.js';
import { LogPartitioner } from './log-partitions.js';

const folder = useFolder();
const line = (stream: string, revision: number): Buffer =>
  Buffer.from(
    `{"position":"1","stream":"${stream}","revision":${revision},"id":"i","chain":"",` +
      `"data":"${'x'.repeat(1_000_000)}"}`,
  );

const written = (lines: number) => {
  const spill = new LogPartitioner(folder.make());
  const add = (stream: string, revision: number): void => {
    const buffer = line(stream, revision);
    spill.add(stream, { buffer, start: 0, end: buffer.length });
  };
  add('settlement-x', 0);
  for (let index = 0; index < lines; index += 1) add(`order-0${index % 2}ab`, index);
  return spill.end().map(({ key, paths, bytes }) => {
    const text = paths.map((path) => readFileSync(path, 'utf8')).join('');
    const revisions = [...text.matchAll(/"revision":(\d+)/g)].map(([, digits]) => Number(digits));
    return { key, revisions, isWhole: Buffer.byteLength(text) === bytes };
  });
};

test('the orders of a small log are one part', () => {
  expect(written(4)).toEqual([
    { key: '', revisions: [0, 1, 2, 3], isWhole: true },
    { key: 'others', revisions: [0], isWhole: true },
  ]);
});

test('those of a larger one are divided, each part in the order of the log', () => {
  expect(written(11)).toEqual([
    { key: 'others', revisions: [0], isWhole: true },
    { key: '00', revisions: [0, 2, 4, 6, 8, 10], isWhole: true },
    { key: '01', revisions: [1, 3, 5, 7, 9], isWhole: true },
  ]);
});
