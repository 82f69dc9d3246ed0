import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { WrongUsage } from '../exit-code.js';
import { writeNewFile } from './print.js';

const folder = mkdtempSync(join(tmpdir(), 'ledger-new-file-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (...path: string[]) => writeNewFile(join(folder, ...path), Readable.from(['text']));

test('a new file is written', async () => {
  await write('new');
  expect(readFileSync(join(folder, 'new'), 'utf8')).toBe('text');
});

test('one that cannot be is named, with what to do; one that is there is kept', async () => {
  const none = write('none', 'x.pdf');
  await expect(none).rejects.toThrow(join(folder, 'none', 'x.pdf'));
  await expect(write('none', 'x.pdf')).rejects.toThrow(/folder does not exist; create the folder/);
  writeFileSync(join(folder, 'kept'), 'before');
  await expect(write('kept')).rejects.toThrow(WrongUsage);
  await expect(write('kept', 'x.pdf')).rejects.toThrow(/its folder is a file/);
  expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('before');
});
