import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultLimits } from '../node-limits.js';
import { metadataEvent } from '../streams/apply-write.js';
import { TestStore } from '../testing/test-store.js';
import type { StoredEvent } from './event-record.js';
import { LogStore } from './log-store.js';

/** Two events of a write: a crash leaves both or none. */
const newPair = () => [
  metadataEvent(Buffer.from('{"a":1}')),
  metadataEvent(Buffer.from('{"b":2}')),
];
const pairs = [newPair(), newPair(), newPair()];

let root: string;
/** What lies on the disk after a crash: the segment, without what the index had of it. */
let segment: Buffer;
let segmentFile: string;
let written: StoredEvent[];

const logOf = (store: LogStore): StoredEvent[] =>
  store.cursor(0).forwards({ events: 1_000, bytes: 1_000_000 });

const writePairs = async (test: TestStore, count: number): Promise<void> => {
  for (let at = 0; at < count; at++) await test.write({ events: newPair() });
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'recover-log-'));
  const test = await TestStore.open({}, join(root, 'original'));
  await test.write({ events: [metadataEvent(Buffer.from('{}'))], streamName: '$$s' });
  for (const events of pairs) await test.write({ events });
  written = logOf(test.store);
  segmentFile = readdirSync(test.directory).find((name) => name.endsWith('.segment')) ?? '';
  segment = readFileSync(join(test.directory, segmentFile)); // With the zeros ahead of the log.
  await test.close();
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(root, 'crashed-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const garbled = (offset: number): Buffer => {
  const bytes = Buffer.from(segment);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0x55;
  return bytes;
};

const zeroedFrom = (offset: number): Buffer => Buffer.from(segment).fill(0, offset);

/** Opens what a crash left, and looks whether the first `kept` events are there and no other. */
const expectKept = async (bytes: Buffer, kept: number): Promise<void> => {
  rmSync(directory, { recursive: true, force: true });
  const test = await TestStore.open({}, directoryWith(bytes));
  const found = logOf(test.store);
  expect(found.map(({ position }) => position)).toEqual(
    written.slice(0, kept).map(({ position }) => position),
  );
  const repeated = await test.write({ events: pairs.at(-1)!, expected: 3 });
  expect(repeated).toMatchObject({ kind: 'written', revision: 5 });
  expect(logOf(test.store)).toHaveLength(written.length);
  await test.close();
};

const directoryWith = (bytes: Buffer): string => {
  rmSync(directory, { recursive: true, force: true });
  cpSync(join(root, 'original', 'owner'), join(directory, 'owner'), { recursive: true });
  writeFileSync(join(directory, segmentFile), bytes);
  return directory;
};

describe('a crash in the last round', () => {
  /** Every byte of the last record, and some of the first of its write. */
  const offsets = (): number[] => {
    const [first, last] = [written.at(-2)!.position, written.at(-1)!];
    const ofFirst = Array.from({ length: 10 }, (_, index) => first + 11 * index);
    const ofLast = Array.from(last.record, (_, index) => last.position + index);
    return [...ofFirst, ...ofLast];
  };

  test.each([
    ['cut off', (offset: number) => segment.subarray(0, offset)],
    ['lost from a byte on', zeroedFrom],
    ['garbled', garbled],
  ])(
    'that is %s anywhere leaves all before it, whole, and it can be repeated',
    async (_, torn) => {
      for (const offset of offsets()) {
        const bytes = torn(offset);
        const isSame =
          bytes.equals(segment.subarray(0, bytes.length)) && bytes.length >= written.at(-1)!.end;
        await expectKept(bytes, written.length - (isSame ? 0 : 2));
      }
    },
    300_000,
  );
});

describe('a start is refused', () => {
  const open = async (): Promise<unknown> => LogStore.open(directory, defaultLimits);

  test('if a byte before the last round is wrong, naming file and offset', async () => {
    const end = written.at(-2)!.position;
    for (let offset = written[0]!.position; offset < end; offset += 7) {
      directoryWith(garbled(offset));
      const fault = await open().catch((error: unknown) => error);
      expect(String(fault)).toContain(`${segmentFile} at offset `);
      const [, named] = /at offset (\d+)/.exec(String(fault)) ?? [];
      expect(written.map(({ position }) => position)).toContain(Number(named));
      expect(Number(named)).toBeLessThanOrEqual(offset);
    }
  });

  test('if the header is wrong', async () => {
    for (let offset = 0; offset < 64; offset++) {
      directoryWith(garbled(offset));
      await expect(open()).rejects.toThrow(/at offset 0: This is not the header/);
    }
  });

  test('if the log is shorter than what the index knows', async () => {
    cpSync(join(root, 'original'), directory, { recursive: true });
    writeFileSync(join(directory, segmentFile), segment.subarray(0, written.at(-1)!.position));
    await expect(open()).rejects.toThrow(/The log ends here, but the index knows/);
  });

  test('if a segment is missing, or one ends too early', async () => {
    const test = await TestStore.open({ segmentBytes: 500 }, directory);
    await writePairs(test, 20);
    await test.close();
    const segments = readdirSync(directory).filter((name) => name.endsWith('.segment'));
    expect(segments.length).toBeGreaterThan(4);
    const [, second = ''] = segments;
    const bytes = readFileSync(join(directory, second));
    writeFileSync(join(directory, second), bytes.subarray(0, bytes.length - 1));
    await expect(open()).rejects.toThrow(/The file ends before the next one begins/);
    rmSync(join(directory, second));
    await expect(open()).rejects.toThrow(/The file ends before the next one begins/);
  });

  test('if it is of the format before', async () => {
    writeFileSync(join(directory, 'data.mdb'), '');
    await expect(open()).rejects.toThrow(/an event log of an earlier format/);
  });
});

test('the log goes on over many segments and starts, and reads from any point', async () => {
  let all: StoredEvent[] = [];
  for (let start = 0; start < 3; start++) {
    const test = await TestStore.open({ segmentBytes: 700, indexedAtOnce: 5 }, directory);
    expect(logOf(test.store).map(({ position }) => position)).toEqual(all.map((e) => e.position));
    await writePairs(test, 15);
    all = logOf(test.store);
    await test.close();
  }
  expect(all.map(({ revision }) => revision)).toEqual(Array.from({ length: 90 }, (_, at) => at));
  const { store, ...test } = await TestStore.open({}, directory).then((opened) => ({
    store: opened.store,
    close: () => opened.close(),
  }));
  const page = { events: 3, bytes: 1_000 };
  for (let point = 0; point < all.at(-1)!.end + 100; point += 31) {
    const after = all.filter(({ position }) => position >= point).slice(0, 3);
    const before = all
      .filter(({ position }) => position < point)
      .reverse()
      .slice(0, 3);
    const positions = (events: readonly StoredEvent[]) => events.map(({ position }) => position);
    expect(positions(store.cursor(point).forwards(page))).toEqual(positions(after));
    expect(positions(store.cursor(point).backwards(page))).toEqual(positions(before));
  }
  await test.close();
});
