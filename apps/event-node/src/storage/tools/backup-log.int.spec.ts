import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TestStore } from '../../testing/test-store.js';
import { backupLog, manifestName, restoreLog } from './backup-log.js';
import { checkLog } from './check-log.js';
import type { EventRecord } from '../log/event-record.js';
import { defaultNodeLimits } from '../../model/node-limits.js';
import { segmentsOf } from '../log/log-directory.js';
import { RecordScan } from '../log/log-scan.js';

let root: string;
let origin: TestStore;
let backup: string;
let restored: string;

const limits = { segmentBytes: 2_000, indexedAtOnce: 20 };
const writeSome = async (store: TestStore, count = 50): Promise<void> => {
  for (let at = 0; at < count; at++) await store.write({ streamName: `s${at % 7}` });
};
const logOf = ({ store }: TestStore): EventRecord[] =>
  store.cursor(0).forwards({ events: 10_000, bytes: 10_000_000 });
const recordsOf = (events: readonly EventRecord[]) => events.map(({ bytes }) => bytes);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'backup-'));
  backup = join(root, 'backup');
  restored = join(root, 'restored');
  origin = await TestStore.open(limits, join(root, 'origin'));
  await writeSome(origin);
});

afterEach(async () => {
  await origin.close();
  rmSync(root, { recursive: true, force: true });
});

test('a backup of a log that is written to has what was acknowledged before', async () => {
  const acknowledged = recordsOf(logOf(origin));
  const writing = writeSome(origin, 200);
  const manifest = await backupLog(origin.directory, backup);
  await writing;
  await restoreLog(backup, restored);
  const copy = await TestStore.open(limits, restored);
  const events = logOf(copy);
  expect(events.length).toBe(manifest.events);
  expect(events.length).toBeGreaterThanOrEqual(acknowledged.length);
  expect(recordsOf(events)).toEqual(recordsOf(logOf(origin)).slice(0, events.length));
  expect(await copy.write({ streamName: 'new' })).toMatchObject({ kind: 'written', revision: 0 });
  await copy.close();
  expect(await checkLog(restored, defaultNodeLimits)).toMatchObject({ faults: [] });
});

test('a round that is written while the end of the log is read is not damage', async () => {
  const busy = await TestStore.open({}, join(root, 'busy'));
  await writeSome(busy, 2);
  const segments = segmentsOf(busy.directory);
  const scan = new RecordScan(segments, segments.start);
  scan.nextWrite(); // Reads the whole segment, with the zeros after the log.
  await writeSome(busy, 2);
  while (scan.nextWrite() !== undefined);
  expect(scan.damage()).toBeUndefined();
  expect(scan.end).toBeGreaterThanOrEqual(logOf(busy)[1]!.end);
  segments.close();
  await busy.close();
});

describe('a backup is refused', () => {
  test('into a directory that is used, or of one without a log', async () => {
    await backupLog(origin.directory, backup);
    await expect(backupLog(origin.directory, backup)).rejects.toThrow(/is not empty/);
    await expect(backupLog(root, restored)).rejects.toThrow(/There is no event log in/);
  });

  test('of a log that is damaged', async () => {
    const [first = ''] = readdirSync(origin.directory).sort();
    const bytes = readFileSync(join(origin.directory, first));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(join(origin.directory, first), bytes);
    await expect(backupLog(origin.directory, backup)).rejects.toThrow(/The event log is damaged/);
    expect(existsSync(join(backup, manifestName))).toBe(false);
  });
});

describe('a restore is refused', () => {
  beforeEach(async () => {
    await backupLog(origin.directory, backup);
  });

  test('where a log is', async () => {
    await expect(restoreLog(backup, origin.directory)).rejects.toThrow(/is not empty/);
  });

  test.each([
    ['is no JSON', '{', 'BackupDamaged'],
    ['is not an object', 'null', 'BackupDamaged'],
    ['has no files', '{"format":1}', 'BackupDamaged'],
    ['has an empty list of files', '{"format":1,"files":[]}', 'BackupDamaged'],
    ['names other files', '{"format":1,"files":[{"name":"../x"}]}', 'BackupDamaged'],
    ['is of a later format', '{"format":2}', 'UnknownFormat'],
  ])('of a backup whose manifest %s', async (_, content, name) => {
    writeFileSync(join(backup, manifestName), content);
    await expect(restoreLog(backup, restored)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(join(backup, manifestName)),
    });
    expect(existsSync(restored)).toBe(false);
  });

  test('of a copy that is not whole, and leaves nothing behind', async () => {
    const [first = ''] = readdirSync(backup).sort();
    const bytes = readFileSync(join(backup, first));
    writeFileSync(join(backup, first), bytes.fill(1, 300, 301));
    await expect(restoreLog(backup, restored)).rejects.toThrow(/is not what the manifest says/);
    rmSync(join(backup, manifestName));
    await expect(restoreLog(backup, restored)).rejects.toThrow(/it has no manifest/);
    expect(readdirSync(restored)).toEqual([]);
  });
});
