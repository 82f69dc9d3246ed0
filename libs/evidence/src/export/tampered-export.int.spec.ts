import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GeneratedLog } from '../testing/generated-log.js';
import { useFolder } from '../testing/tampered.js';
import { currentThread } from '../verification/jobs.js';
import { verifyExport } from '../verification/verify-export.js';
import { withHash, parseManifest, type Manifest, type Segment } from './manifest.js';
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

/** Computes all hashes and sizes of the manifest again, as an attacker can. */
const repairManifest = (): void => {
  const segments = manifest().segments.map((segment) => {
    const bytes = readFileSync(path(segment.file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { ...segment, bytes: bytes.length, sha256 };
  });
  writeFileSync(path('manifest.json'), JSON.stringify(withHash({ ...manifest(), segments })));
};

/**
 * Verifies the export as a whole, and again in ranges on several threads. Both results must be
 * equal.
 */
const findings = async () => {
  const verified = await verifyExport({ directory });
  const inStretches = { threads: { ...currentThread, count: 3 }, stretchBytes: 1 };
  expect(await verifyExport({ directory, ...inStretches })).toEqual(verified);
  return verified.findings.first;
};

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

  describe('with a line in another spelling, and the manifest made anew, is found out at the event:', () => {
    test.each<[string, string | RegExp, string]>([
      [
        'members in another order',
        /"data":(.*),"metadata":(.*),"type":("\w+")/,
        '"data":$1,"type":$3,"metadata":$2',
      ],
      ['a member twice', '"data":{', '"data":{"amount":1},"data":{'],
      ['a member twice inside', '"data":{', '"data":{"orderId":"forged",'],
      ['a member of the head once more', /}$/, ',"position":"999999"}'],
      ['a member more', /}$/, ',"note":"forged"}'],
      ['a blank', '"metadata":', '"metadata": '],
      ['a carriage return at its end', /$/, '\r'],
      ['a number in another spelling', '"vatRate":12.5', '"vatRate":1.25e1'],
      ['a letter escaped', '"orderNumber":"n', '"orderNumber":"\\u006e'],
    ])('%s', async (_what, from, to) => {
      const lines = readFileSync(path(second), 'utf8').split('\n');
      const at = lines.findIndex((line) => line.includes('OrderRegistered'));
      const { position, stream } = JSON.parse(lines[at]!) as Record<string, unknown>;
      lines[at] = lines[at]!.replace(from, to);
      writeFileSync(path(second), lines.join('\n'));
      repairManifest();
      expect(await findings()).toEqual([
        expect.objectContaining({
          kind: 'unreadable',
          ...{ stream, revision: 0, position: BigInt(String(position)) },
          detail: expect.stringContaining('another way'),
        }),
      ]);
    });

    test.each<[string, string | RegExp, string]>([
      ['a byte order mark', /^/, '\ufeff'],
      ['a blank in its head', '"revision":', '"revision": '],
      ['a letter of its stream escaped', '"stream":"order', '"stream":"\\u006frder'],
      ['a revision with a fraction', /"revision":(\d+)/, '"revision":$1.0'],
      ['a line more that is empty', /^/, '\n'],
    ])('%s', async (_what, from, to) => {
      const lines = readFileSync(path(second), 'utf8').split('\n');
      lines[1] = lines[1]!.replace(from, to);
      writeFileSync(path(second), lines.join('\n'));
      repairManifest();
      expect(await findings()).toContainEqual(
        expect.objectContaining({
          kind: 'unreadable',
          detail: `${second}:2 cannot be read as an event`,
        }),
      );
    });
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
    expect(unreadable?.detail).toBe(`${second}:1 cannot be read as an event`);
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
      JSON.stringify(withHash({ ...manifest(), segments, events })),
    );
    expect((await findings()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['seal', 'revision']),
    );
  });

  test.each(['00009999.ndjson', 'other.ndjson', 'read me', '.hidden'])(
    'with the file %j more than its manifest is found out',
    async (name) => {
      cpSync(path(second), path(name));
      // The `.part` file of an interrupted export is ignored. Only the file `name` is a finding.
      cpSync(path(second), path('00009998.ndjson.part'));
      expect(await findings()).toEqual([
        { kind: 'manifest', detail: `${name} is not in the manifest` },
      ]);
    },
  );

  test('that ends within a line, the manifest made anew, is found out', async () => {
    truncateSync(path(second), readFileSync(path(second)).length - 1);
    repairManifest();
    const at = BigInt(manifest().segments[1]!.firstPosition);
    expect(await findings()).toEqual([
      { kind: 'manifest', position: at, detail: `${second} ends in the middle of a line` },
    ]);
  });

  test.each<[string, Partial<Segment>, string]>([
    ['bytes', { bytes: 1 }, 'bytes, but 1 in the manifest'],
    ['events', { events: 1 }, 'events, but 1 in the manifest'],
    [
      'firstPosition',
      { firstPosition: '999' },
      'begins at position 900, but at 999 in the manifest',
    ],
    ['lastPosition', { lastPosition: '999' }, 'but at 999 in the manifest'],
    ['file', { file: '00000007.ndjson' }, '00000007.ndjson is missing'],
  ])('with %s of a segment edited and hashed anew is found out', async (_name, edit, detail) => {
    const segments = manifest().segments.map((segment, index) =>
      index === 1 ? { ...segment, ...edit } : segment,
    );
    const events = segments.reduce((sum, segment) => sum + segment.events, 0);
    const edited = withHash({ ...manifest(), segments, events });
    writeFileSync(path('manifest.json'), JSON.stringify(edited));
    expect(await findings()).toContainEqual(
      expect.objectContaining({ kind: 'manifest', detail: expect.stringContaining(detail) }),
    );
  });

  test('with a manifest that says something twice is found out', async () => {
    const text = readFileSync(path('manifest.json'), 'utf8');
    writeFileSync(path('manifest.json'), text.replace('"events":', '"events": 1, "events":'));
    expect(await findings()).toEqual([
      {
        kind: 'manifest',
        detail:
          'manifest.json is ambiguous: two JSON readers may read different values, for example of a repeated member',
      },
    ]);
  });

  test('cut short, its manifest made anew, is missed by who kept the hash of the manifest', async () => {
    const { sha256: manifestHash, segments } = manifest();
    expect((await verifyExport({ directory, manifestHash })).ok).toBe(true);
    const last = segments.at(-1)!;
    rmSync(path(last.file));
    const rest = segments.slice(0, -1);
    const events = rest.reduce((sum, segment) => sum + segment.events, 0);
    const shorter = withHash({ ...manifest(), segments: rest, events });
    writeFileSync(path('manifest.json'), JSON.stringify(shorter));
    expect((await verifyExport({ directory })).ok).toBe(true);
    expect((await verifyExport({ directory, manifestHash })).findings.first).toEqual([
      {
        kind: 'manifest',
        detail: `the manifest does not have the given hash ${manifestHash}`,
      },
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
      detail: 'manifest.json was changed: its content does not have the hash in its member sha256',
    });
  });

  test.each(['', '[]', 'null', '{"format":"other"}', '{'])(
    'with the manifest %j is found out',
    async (text) => {
      writeFileSync(path('manifest.json'), text);
      expect((await findings())[0]).toEqual({
        kind: 'manifest',
        detail: 'manifest.json is not the manifest of an export',
      });
    },
  );

  test('has a whole file for each segment, and nothing else', () => {
    const files = manifest().segments.map(({ file }) => file);
    expect(readdirSync(original).toSorted()).toEqual([...files, 'manifest.json']);
  });
});
