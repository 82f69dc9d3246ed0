import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadSettings } from '#runtime';
import { eventNodeDir } from '../../process/start-event-node.js';
import { restoredLog } from './restored-log.js';

const log = { kind: 'files', logId: 'ab', end: 5, events: 1 } as const;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restored-log-'));
  mkdirSync(join(folder, 'event-log'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const settings = () => loadSettings({ DATA_DIR: join(folder, 'data') });

const restored = async (noted?: object | string) => {
  const file = join(folder, 'event-log', 'manifest.json');
  if (noted !== undefined) {
    writeFileSync(file, typeof noted === 'string' ? noted : JSON.stringify(noted));
  }
  return restoredLog(log, { settings: settings(), directory: folder, keepLog: false });
};

test('an empty folder, as a restore leaves it that was killed while it copied, is no log', async () => {
  mkdirSync(join(eventNodeDir(settings()), 'event-log'), { recursive: true });
  expect(await restored(log)).toMatchObject({ end: 5n, isNewer: false });
});

test('the log of another backup is not put in place', async () => {
  await expect(restored({ ...log, end: 9 })).rejects.toThrow('not the event log of this backup');
  await expect(restored({ ...log, logId: 'cd' })).rejects.toThrow('not the event log');
});

test.each(['{', 'null'])('a damaged manifest of the log, such as %s, is named', async (noted) => {
  await expect(restored(noted)).rejects.toThrow('not the event log of this backup');
});

test('a backup that has lost its log is refused before anything is written', async () => {
  await expect(restored()).rejects.toThrow('manifest.json is missing');
});
