import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultNodeLimits } from '../../model/node-limits.js';
import { metadataEvent } from '../../streams/apply-write.js';
import { deletedMetadata } from '../../model/stream.js';
import { TestStore } from '../../testing/test-store.js';
import { checkLog } from './check-log.js';
import { openDatabases, encodeNumber, streamKey } from '../index/index-database.js';
import { encodeHead } from '../index/stream-head.js';
import { indexDirectoryOf } from '../log/log-directory.js';
let directory: string;

const writeAll = async (test: TestStore): Promise<void> => {
  for (let at = 0; at < 60; at++) await test.write({ streamName: `s${at % 5}` });
  const pair = [metadataEvent(Buffer.from('{}')), metadataEvent(Buffer.from('{"$maxCount":9}'))];
  await test.write({ streamName: '$$s1', events: pair });
  await test.write({ streamName: '$$s2', events: [metadataEvent(deletedMetadata)] });
  await test.write({ streamName: 's2' });
  await test.write({ streamName: '$$later', events: pair });
  await test.write({ streamName: 'later' });
  await test.write({ streamName: 's3', kind: 'tombstone' });
};

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'check-log-'));
  const test = await TestStore.open({ segmentBytes: 1_000, indexedAtOnce: 10 }, directory);
  await writeAll(test);
  await test.close();
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const check = async () => checkLog(directory, defaultNodeLimits);

test('a log written by a node has no fault, and its index is that of its records', async () => {
  const found = await check();
  expect(found).toMatchObject({ events: 69, faults: [] });
  expect(found.segments).toBeGreaterThan(3);
  expect(readdirSync(directory)).not.toContain('index.check');
  const test = await TestStore.open({}, directory);
  expect(test.store.isIndexDropped).toBe(false);
  await test.close();
});

test('a log without its index has no fault, and the next start makes the same index', async () => {
  rmSync(indexDirectoryOf(directory), { recursive: true });
  expect(await check()).toMatchObject({ events: 69, faults: [] });
  const test = await TestStore.open({}, directory);
  expect(test.store.head('later')).toMatchObject({ revision: 0, hasMetadata: true });
  await test.close();
  expect(await check()).toMatchObject({ events: 69, faults: [] });
});

test('a wrong byte in a record is found', async () => {
  const [, second = ''] = readdirSync(directory).sort();
  const bytes = readFileSync(join(directory, second));
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(join(directory, second), bytes);
  expect((await check()).faults[0]).toMatch(
    new RegExp(`${second} at offset 64 \\(position \\d+ of the log\\): The checksum`),
  );
});

test('segments that are gone are found as a start finds them', async () => {
  const segments = readdirSync(directory).filter((name) => name.endsWith('.segment'));
  const newest = join(directory, segments.at(-1)!);
  const bytes = readFileSync(newest);
  rmSync(newest);
  expect((await check()).faults.join()).toContain(`${segments.at(-1)!} is missing`);
  writeFileSync(newest, bytes);
  expect(await check()).toMatchObject({ faults: [] });
  for (const name of segments) rmSync(join(directory, name));
  await expect(check()).rejects.toThrow(/its index and owner file are there, its segments are not/);
});

describe('an index is found that', () => {
  const change = async (what: (index: ReturnType<typeof openDatabases>) => Promise<unknown>[]) => {
    const index = openDatabases(indexDirectoryOf(directory), 1024 * 1024);
    await Promise.all(what(index));
    await index.root.flushed;
    await index.root.close();
  };

  test('has a wrong head', async () => {
    const head = { number: 1, revision: 3, isTombstoned: false, isSoftDeleted: false };
    const wrong = encodeHead({ ...head, hasMetadata: false });
    await change((index) => [index.heads.put(streamKey('s0'), wrong)]);
    expect((await check()).faults).toEqual([expect.stringContaining('in heads.')]);
  });

  test('has a wrong position, none, or one too many', async () => {
    await change(({ places }) => [
      places.put([1, 0], encodeNumber(1)),
      places.remove([1, 1]),
      places.put([1, 99], encodeNumber(1)),
    ]);
    expect((await check()).faults).toEqual([
      'The index differs from the log for 1,0 in places.',
      'The index has nothing for 1,1 in places.',
      'The index has something that the log does not have for 1,99 in places.',
    ]);
  });

  test('lacks an entry, which a start sees and makes it anew', async () => {
    await change(({ places }) => [places.remove([1, 1])]);
    expect((await check()).faults).toEqual(['The index has nothing for 1,1 in places.']);
    const test = await TestStore.open({}, directory);
    expect(test.store.isIndexDropped).toBe(true);
    await test.close();
    expect(await check()).toMatchObject({ events: 69, faults: [] });
  });

  test('is of another log', async () => {
    const other = await TestStore.open({});
    await other.write();
    await other.close();
    rmSync(indexDirectoryOf(directory), { recursive: true });
    cpSync(indexDirectoryOf(other.directory), indexDirectoryOf(directory), { recursive: true });
    expect((await check()).faults).toEqual(['The index is of another log than the segments.']);
    await expect(TestStore.open({}, directory)).rejects.toThrow(/the index is of another log/);
    rmSync(other.directory, { recursive: true });
  });
});

test('a log of a later format is not touched, and the error names both formats', async () => {
  const [first] = readdirSync(directory).filter((name) => name.endsWith('.segment'));
  const file = join(directory, first!);
  const bytes = readFileSync(file);
  bytes[7] = 3;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 60)), 60);
  writeFileSync(file, bytes);
  const refused = expect.objectContaining({
    name: 'UnknownFormat',
    message: expect.stringContaining('has format 3, but this node reads format 2'),
  });
  await expect(check()).rejects.toEqual(refused);
  await expect(TestStore.open({}, directory)).rejects.toEqual(refused);
  expect(readFileSync(file)).toEqual(bytes);
});
