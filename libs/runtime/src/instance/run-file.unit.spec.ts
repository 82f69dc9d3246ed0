import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  processIdentity,
  readRunFile,
  removeRunFile,
  runningInstance,
  writeRunFile,
} from './run-file.js';
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ledger-run-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const identity = processIdentity(process.pid) ?? '';

describe('run.json', () => {
  test('describes the instance to its owner only', () => {
    const content = { pid: process.pid, identity, url: 'http://127.0.0.1:1', parts: {} };
    writeRunFile(dataDir, content);
    expect(runningInstance(dataDir)).toEqual(content);
    expect(statSync(join(dataDir, 'run.json')).mode & 0o777).toBe(0o600);
  });

  test('of an instance that was killed is not taken for a running one', () => {
    const content = { pid: process.pid, identity: `${identity}, earlier`, parts: {} };
    writeRunFile(dataDir, content);
    expect(runningInstance(dataDir)).toBeUndefined();
    expect(readRunFile(dataDir)).toEqual(content);
  });

  test.each(['', '{ "pid": 1'])('that is empty or torn counts as absent: %j', (content) => {
    writeFileSync(join(dataDir, 'run.json'), content);
    expect(readRunFile(dataDir)).toBeUndefined();
    expect(runningInstance(dataDir)).toBeUndefined();
  });

  test('is absent after a stop', () => {
    writeRunFile(dataDir, { pid: process.pid, identity, parts: {} });
    removeRunFile(dataDir);
    expect(readRunFile(dataDir)).toBeUndefined();
    expect(runningInstance(dataDir)).toBeUndefined();
  });
});
