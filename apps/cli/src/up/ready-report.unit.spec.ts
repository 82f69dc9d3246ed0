import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportReadiness } from './ready-report.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-report-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const report = { url: 'http://127.0.0.1:8080', pid: 1, dataDir: '/data', clientSecret: 'x' };

describe('the report of readiness', () => {
  test('appears as a file of its owner, complete', () => {
    const file = join(folder, 'ready.json');
    reportReadiness(report, { fd: undefined, file });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(report);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['ready.json']);
  });

  test('is one line on the file descriptor, which then ends', () => {
    const file = join(folder, 'pipe');
    const fd = openSync(file, 'w');
    reportReadiness(report, { fd, file: undefined });
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(report)}\n`);
    expect(() => fstatSync(fd)).toThrow('EBADF');
  });
});
