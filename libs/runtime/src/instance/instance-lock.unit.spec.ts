import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InstanceRunning, lockInstance } from './data-dir.js';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ledger-lock-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the lock on DATA_DIR', () => {
  test('is held by one instance at a time', () => {
    const release = lockInstance(dataDir);
    expect(() => lockInstance(dataDir)).toThrow(InstanceRunning);
    expect(() => lockInstance(dataDir)).toThrow(`(process ${process.pid})`);
    release();
    lockInstance(dataDir)();
  });

  test.each([
    ['a process that is gone', '999999999/1/boot'],
    ['a process whose number another one has now', `${process.pid}/1/another boot`],
    ['nobody', ''],
  ])('is taken over from %s', (_, holder) => {
    writeFileSync(join(dataDir, 'up.lock'), holder);
    lockInstance(dataDir)();
    expect(readdirSync(dataDir)).toEqual([]);
  });
});
