import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { writeExport } from '../export/write-export.js';
import { GeneratedLog } from '../testing/generated-log.js';
import { useFolder } from '../testing/tampered.js';
import { verifyExport } from './verify-export.js';
import { verifyLog } from './verify-log.js';

const folder = useFolder();
const former = process.env['TMPDIR'];
let temporary: string;

beforeAll(() => {
  temporary = folder.make();
  process.env['TMPDIR'] = temporary;
});

afterAll(() => {
  if (former === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = former;
});

test('a verification that is stopped says so and leaves nothing behind', async () => {
  const log = new GeneratedLog();
  for (let order = 0; order < 20; order += 1) log.order(`n${order}`, 2);
  const directory = `${temporary}/export`;
  await writeExport({ log, directory, end: log.end });
  for (const step of ['reading', 'checking']) {
    const stopping = new AbortController();
    const options = {
      signal: stopping.signal,
      onProgress: (progress: { step: string }) => {
        if (progress.step === step) stopping.abort(new Error('enough'));
      },
    };
    await expect(verifyExport({ directory, ...options })).rejects.toThrow('enough');
  }
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(verifyLog({ log, end: log.end, signal })).rejects.toThrow('enough');
  expect(readdirSync(temporary)).toEqual(['export']);
});
