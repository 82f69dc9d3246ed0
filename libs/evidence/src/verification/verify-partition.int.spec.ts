import { expect, test } from '@jest/globals';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventLine } from '../lines/event-line.js';
import { GeneratedLog } from '../testing/generated-log.js';
import { useFolder } from '../testing/tampered.js';
import { verifyPartition } from './verify-partition.js';
import { uncoveredPrefixes } from './log-partitions.js';

const folder = useFolder();

test('a part that is too large is divided until it is not', async () => {
  const log = new GeneratedLog();
  for (let order = 0; order < 300; order += 1) log.order(`n${order}`, order % 3);
  const path = join(folder.make(), 'part.ndjson');
  writeFileSync(path, log.events.map(eventLine).join(''));
  const part = { key: '', paths: [path], bytes: statSync(path).size };
  const covered = new Set<string>();
  const events: number[] = [];
  const checked = await verifyPartition(part, {
    partitionBytesMax: 3_000,
    onHistories: ({ prefix, events: own }) => {
      covered.add(prefix);
      events.push(own.length);
      return Promise.resolve();
    },
  });
  expect(checked).toMatchObject({ orders: 300, streams: 300, events: log.events.length });
  expect(checked.findings.count).toBe(0);
  expect(events.reduce((sum, some) => sum + some, 0)).toBe(log.events.length);
  expect([...covered].some((key) => key.length > 2)).toBe(true);
  expect(existsSync(path)).toBe(false);
  // Together the covered and uncovered prefixes match every order id exactly once.
  const sizes = [...covered, ...uncoveredPrefixes('', covered)].map((key) => 16 ** -key.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeCloseTo(1, 9);
});

test('a large stream whose id is as short as the key of its part is checked, not divided again', async () => {
  const log = new GeneratedLog();
  log.order('n1', 20);
  const forged = log.events.map((event) => ({ ...event, streamId: 'order-ab' }));
  const path = join(folder.make(), 'part.ndjson');
  writeFileSync(path, forged.map(eventLine).join(''));
  const part = { key: 'ab', paths: [path], bytes: statSync(path).size };
  const checked = await verifyPartition(part, { partitionBytesMax: 3_000 });
  expect(checked).toMatchObject({ streams: 1, events: forged.length });
  expect(checked.findings.count).toBeGreaterThan(0);
});
