import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GeneratedLog } from '../testing/generated-log.js';
import { useFolder } from '../testing/use-folder.js';
import { verifyExport } from '../verification/verify-export.js';
import { hashed, parseManifest } from './manifest.js';
import type { Manifest } from './manifest.js';
import { writeExport } from './write-export.js';

const folder = useFolder();
let original: string;
let directory: string;

beforeAll(async () => {
  const log = new GeneratedLog({ sealEvents: 10, sealMs: 1e12 });
  for (let order = 0; order < 12; order += 1) log.order(`n${order}`, order % 4);
  await log.seal();
  original = folder.make();
  await writeExport({ log, directory: original, end: log.end, segmentBytes: 8_000 });
});

beforeEach(() => {
  directory = folder.make();
  cpSync(original, directory, { recursive: true });
});

const path = (file: string): string => join(directory, file);
const manifest = (): Manifest => parseManifest(readFileSync(path('manifest.json'), 'utf8'));
const writeManifest = (changed: Partial<Manifest>): void => {
  writeFileSync(path('manifest.json'), JSON.stringify({ ...manifest(), ...changed }));
};
const second = '00000002.ndjson';

/** What somebody does who knows how the manifest is made: all its hashes and sizes anew. */
const repairManifest = (): void => {
  const segments = manifest().segments.map((segment) => {
    const bytes = readFileSync(path(segment.file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { ...segment, bytes: bytes.length, sha256 };
  });
  writeFileSync(path('manifest.json'), JSON.stringify(hashed({ ...manifest(), segments })));
};

const findings = async () => (await verifyExport({ directory })).findings.first;

describe('an export', () => {
  test('that nobody touched holds', async () => {
    expect(await findings()).toEqual([]);
  });

  test('with any one bit of a file flipped is found out', async () => {
    const bytes = readFileSync(path(second));
    for (let at = 0; at < bytes.length; at += 61) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path(second), flipped);
      expect({ at, found: (await findings()).length > 0 }).toEqual({ at, found: true });
    }
  });

  test('with an event changed and the manifest made anew is found out at the event', async () => {
    const lines = readFileSync(path(second), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes('"amount":9500'));
    const { position, stream, revision } = JSON.parse(lines[at]!) as Record<string, unknown>;
    lines[at] = lines[at]!.replace('"amount":9500', '"amount":9501');
    writeFileSync(path(second), lines.join('\n'));
    repairManifest();
    expect(await findings()).toEqual([
      expect.objectContaining({
        kind: 'chain',
        stream,
        revision,
        position: BigInt(String(position)),
      }),
    ]);
  });

  test('with the members of an event in another order says the same', async () => {
    const lines = readFileSync(path(second), 'utf8').split('\n');
    lines[0] = lines[0]!.replace(
      /"data":(.*),"metadata":(.*),"type":("\w+")/,
      '"data":$1,"type":$3,"metadata":$2',
    );
    writeFileSync(path(second), lines.join('\n'));
    repairManifest();
    expect(await findings()).toEqual([]);
  });

  test('without its tail is found out', async () => {
    const file = manifest().segments.at(-1)!.file;
    truncateSync(path(file), readFileSync(path(file)).length - 300);
    expect((await findings()).map(({ kind }) => kind)).toContain('manifest');
  });

  test('with a line that is none is found out where it is', async () => {
    writeFileSync(path(second), `{"position":"1"}\n${readFileSync(path(second), 'utf8')}`);
    repairManifest();
    const unreadable = (await findings()).find(({ kind }) => kind === 'unreadable');
    expect(unreadable?.detail).toBe(`${second}:1 is no event of an export`);
  });

  test('with a line without an end is found out', async () => {
    writeFileSync(path(second), Buffer.alloc(33 * 1_024 * 1_024, 'x'));
    expect((await findings())[0]).toMatchObject({ kind: 'manifest' });
  });

  test('with a segment in the place of another is found out', async () => {
    cpSync(join(original, '00000001.ndjson'), path(second));
    expect((await findings()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['manifest', 'order-of-log', 'revision', 'seal']),
    );
  });

  test('without a segment is found out, in the manifest or not', async () => {
    rmSync(path(second));
    expect((await findings()).map(({ detail }) => detail)).toContain(`${second} is missing`);
    const segments = manifest().segments.filter(({ file }) => file !== second);
    const events = segments.reduce((sum, segment) => sum + segment.events, 0);
    writeFileSync(
      path('manifest.json'),
      JSON.stringify(hashed({ ...manifest(), segments, events })),
    );
    expect((await findings()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['seal', 'revision']),
    );
  });

  test('with a file more than its manifest is found out', async () => {
    cpSync(path(second), path('00009999.ndjson'));
    expect(await findings()).toEqual([
      { kind: 'manifest', detail: '00009999.ndjson is not in the manifest' },
    ]);
  });

  test.each([
    ['events', { events: 1 }],
    ['complete', { complete: false }],
    ['segments', { segments: [] }],
    ['sha256', { sha256: '0'.repeat(64) }],
  ])('with an edited manifest (%s) is found out', async (_field, changed) => {
    writeManifest(changed);
    expect(await findings()).toContainEqual({
      kind: 'manifest',
      detail: 'manifest.json was changed: it is not what its own hash says',
    });
  });

  test.each(['', '[]', 'null', '{"format":"other"}', '{'])(
    'with the manifest %j is found out',
    async (text) => {
      writeFileSync(path('manifest.json'), text);
      expect((await findings())[0]).toEqual({
        kind: 'manifest',
        detail: 'manifest.json is no manifest of an export',
      });
    },
  );

  test('has a whole file for each segment, and nothing else', () => {
    const files = manifest().segments.map(({ file }) => file);
    expect(readdirSync(original).toSorted()).toEqual([...files, 'manifest.json']);
  });
});
