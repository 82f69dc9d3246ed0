import { expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeExport } from '../export/write-export.js';
import { GeneratedLog } from '../testing/generated-log.js';
import { verifyExport } from './verify-export.js';
import { verifyLog } from './verify-log.js';

test('x', async () => {
  const log = new GeneratedLog({ sealEvents: 20, sealMs: 1e9 });
  for (let i = 0; i < 30; i += 1) log.order(`n${i}`, i % 4);
  await log.seal();
  const directory = mkdtempSync(join(tmpdir(), 'ledger-export-'));
  const m = await writeExport({ log, directory, end: log.end, segmentBytes: 20_000 });
  console.log(m.segments.length, m.events);
  console.log(await verifyExport({ directory }));
  console.log(await verifyLog({ log, end: log.end }));
  expect(1).toBe(1);
});
