import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { makeFolder } from './data-dir.js';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ledger-folder-'));
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('makes the missing folders with the mode, and leaves those that exist', () => {
  const before = modeOf(home);
  makeFolder(join(home, 'a', 'b', 'c'), 0o700);
  makeFolder(join(home, 'a', 'b'), 0o711);
  expect([home, join(home, 'a'), join(home, 'a', 'b', 'c')].map(modeOf)).toEqual([
    ...[before, 0o700, 0o700],
  ]);
  expect(modeOf(join(home, 'a', 'b'))).toBe(0o700);
});

test('takes a relative path, and a link to a folder', () => {
  makeFolder(relative(process.cwd(), join(home, 'a')));
  symlinkSync(join(home, 'a'), join(home, 'link'));
  makeFolder(join(home, 'link', 'b'));
  expect(statSync(join(home, 'a', 'b')).isDirectory()).toBe(true);
});

test.each(['x', 'x/y/z'])('ends with the error of a file system that takes no %s', (path) => {
  expect(() => {
    makeFolder(join('/proc', path));
  }).toThrow(/^E(?:NOENT|ACCES|ROFS|PERM)\b/);
});

test('refuses a file, a folder below a file, and a link to nothing', () => {
  writeFileSync(join(home, 'file'), '');
  symlinkSync(join(home, 'nothing'), join(home, 'link'));
  for (const path of ['file', 'file/a', 'link', 'link/a']) {
    expect(() => {
      makeFolder(join(home, path));
    }).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  }
});
