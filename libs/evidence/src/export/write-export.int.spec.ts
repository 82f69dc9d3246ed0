import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '#event-log/offline';
import { GeneratedLog } from '../testing/generated-log.js';
import { useFolder } from '../testing/tampered.js';
import { verifyExport } from '../verification/verify-export.js';
import { NotAnExport, writeExport } from './write-export.js';

const folder = useFolder();

const someLog = async (orders: number): Promise<GeneratedLog> => {
  const log = new GeneratedLog({ sealEvents: 10, sealMs: 1e12 });
  for (let order = 0; order < orders; order += 1) log.order(`n${order}`, order % 5);
  await log.seal();
  return log;
};

const lines = (directory: string): string =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.ndjson'))
    .toSorted()
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('');

/**
 * A log from which only the first `pages` reads succeed, as if the event store became unreachable.
 */
const failingAfter = (log: GeneratedLog, pages: number) => {
  let read = 0;
  return {
    readLog: async (range: { after: bigint; eventsMax: number }): Promise<StoredEvent[]> => {
      read += 1;
      if (read > pages) throw new Error('away');
      return log.readLog({ ...range, eventsMax: 7 });
    },
  };
};

test('an export that was interrupted goes on, and is then as any other', async () => {
  const log = await someLog(20);
  const whole = folder.make();
  await writeExport({ log, directory: whole, end: log.end, segmentBytes: 5_000 });
  const directory = folder.make();
  const options = { directory, end: log.end, segmentBytes: 5_000 };
  for (let pages = 1; pages < 4; pages += 1) {
    await expect(writeExport({ ...options, log: failingAfter(log, pages) })).rejects.toThrow(
      'away',
    );
  }
  expect((await verifyExport({ directory })).findings.first[0]).toMatchObject({ kind: 'manifest' });
  const manifest = await writeExport({ ...options, log });
  expect(manifest).toMatchObject({ complete: true, events: log.events.length });
  expect(lines(directory)).toBe(lines(whole));
  expect((await verifyExport({ directory })).ok).toBe(true);
});

test('a whole export goes on with what came since', async () => {
  const log = await someLog(5);
  const directory = folder.make();
  const first = await writeExport({ log, directory, end: log.end });
  expect(await writeExport({ log, directory, end: log.end })).toEqual(first);
  log.order('later', 3);
  const second = await writeExport({ log, directory, end: log.end });
  expect(second.segments.slice(0, -1)).toEqual(first.segments);
  expect((await verifyExport({ directory })).ok).toBe(true);
});

test('the export of an empty log proves nothing, and is told', async () => {
  const directory = folder.make();
  await writeExport({ log: new GeneratedLog(), directory, end: -1n });
  expect(await verifyExport({ directory })).toMatchObject({
    ...{ ok: false, events: 0, position: -1n },
    findings: {
      count: 1,
      first: [{ kind: 'manifest', detail: expect.stringContaining('has no events') }],
    },
  });
});

test('nothing else is written over', async () => {
  const log = await someLog(1);
  const directory = folder.make();
  writeFileSync(join(directory, 'letter.txt'), 'dear');
  await expect(writeExport({ log, directory, end: log.end })).rejects.toThrow(NotAnExport);
});

test('an export that was changed is not continued', async () => {
  const log = await someLog(3);
  const directory = folder.make();
  await writeExport({ log, directory, end: log.end });
  const path = join(directory, 'manifest.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"complete": true', '"complete": false'));
  await expect(writeExport({ log, directory, end: log.end })).rejects.toThrow(NotAnExport);
});
