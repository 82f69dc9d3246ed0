import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultNodeLimits } from '../model/node-limits.js';
import { metadataEvent } from '../streams/apply-write.js';
import { TestStore } from '../testing/test-store.js';
import type { EventRecord } from './log/event-record.js';
import { LogOwner, noteEmptyLog } from './log/log-owner.js';
import { LogStore } from './log-store.js';
import { segmentName } from './log/segment-file.js';

/** Two events that are appended together. After a crash the log must have both or none. */
const newPair = () => [
  metadataEvent(Buffer.from('{"a":1}')),
  metadataEvent(Buffer.from('{"b":2}')),
];
const pairs = [newPair(), newPair(), newPair()];

let root: string;
/**
 * The bytes of the segment file after a crash, with the zeros that the node had written in advance
 * after the end of the log. The crashed log has no index.
 */
let segment: Buffer;
let segmentFile: string;
let written: EventRecord[];

const logOf = (store: LogStore): EventRecord[] =>
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
  segment = readFileSync(join(test.directory, segmentFile)); // With the zeros after the log.
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

/**
 * Opens a log with these bytes, and expects only its first `kept` events. Then the last append is
 * repeated, which must succeed.
 */
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
  /**
   * The offsets of the bytes that are damaged one after the other: every byte of the last record,
   * and every eleventh byte of the record before it. Both records belong to the same append.
   */
  const offsets = (): number[] => {
    const [first, last] = [written.at(-2)!.position, written.at(-1)!];
    const ofFirst = Array.from({ length: 10 }, (_, index) => first + 11 * index);
    const ofLast = Array.from(last.bytes, (_, index) => last.position + index);
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
  const open = async (): Promise<unknown> => LogStore.open(directory, defaultNodeLimits);

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
      await expect(open()).rejects.toThrow(
        /at offset 0 \(position 0 of the log\): This is not the header/,
      );
    }
  });

  test('if the log is shorter than what the index knows', async () => {
    cpSync(join(root, 'original'), directory, { recursive: true });
    writeFileSync(join(directory, segmentFile), segment.subarray(0, written.at(-1)!.position));
    await expect(open()).rejects.toThrow(
      /the index knows 7 events.*do not have it there \(no record\)/,
    );
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
    await expect(open()).rejects.toThrow(/The file ends before the next segment begins/);
    rmSync(join(directory, second));
    await expect(open()).rejects.toThrow(/The file ends before the next segment begins/);
  });

  describe('without its segments', () => {
    let newest: string;
    let segments: string[];

    /**
     * The log is opened three times to get several segment files, because each start begins a new
     * file.
     */
    beforeEach(async () => {
      for (let start = 0; start < 3; start++) {
        const test = await TestStore.open({ segmentBytes: 500 }, directory);
        await writePairs(test, 8);
        await test.close();
      }
      segments = readdirSync(directory).filter((name) => name.endsWith('.segment'));
      newest = segments.at(-1) ?? '';
    });

    const remove = (...names: string[]): void => {
      for (const name of names) rmSync(join(directory, name), { recursive: true });
    };

    test.each([
      ['index and owner file', []],
      ['owner file', ['index']],
      ['index', ['owner']],
    ])('if only its %s is left', async (left, removed) => {
      remove(...segments, ...removed);
      await expect(open()).rejects.toThrow(`its ${left} are there, its segments are not`);
      expect(readdirSync(directory)).toHaveLength(2 - removed.length);
    });

    test.each([
      ['with the index', []],
      ['without the index', ['index']],
    ])('if the newest one is missing, %s', async (_, removed) => {
      remove(newest, ...removed);
      await expect(open()).rejects.toThrow(`${newest} is missing; the files end with`);
    });

    test('if the newest ones are missing and the owner file does not tell', async () => {
      remove(...segments.slice(-2), 'owner');
      await expect(open()).rejects.toThrow(/the index knows 48 events.*\(no record\)/);
    });

    test('if the first one is missing', async () => {
      remove(segments[0]!, 'index');
      await expect(open()).rejects.toThrow(`its first segment, ${segments[0]!}, is missing`);
    });

    test('if they are of another log, with index and without', async () => {
      const other = mkdtempSync(join(root, 'other-'));
      const stranger = await TestStore.open({}, other);
      await writePairs(stranger, 3);
      await stranger.close();
      remove(...segments);
      cpSync(join(other, segmentName(0)), join(directory, segmentName(0)));
      await expect(open()).rejects.toThrow(/of another log than the owner file/);
      remove('owner');
      await expect(open()).rejects.toThrow(/the index is of another log/);
    });

    test('but a new directory starts, also after a kill before its first segment', async () => {
      const fresh = mkdtempSync(join(root, 'fresh-'));
      const owner = LogOwner.take(fresh);
      noteEmptyLog(owner);
      owner.release();
      await (await TestStore.open({}, fresh)).close();
      remove(...segments, 'owner', 'index');
      await (await TestStore.open({}, directory)).close();
    });

    test('but one with an owner file without a note starts, and then has a note', async () => {
      truncateSync(join(directory, 'owner'), 16);
      await (await TestStore.open({}, directory)).close();
      const last = readdirSync(directory).filter((name) => name.endsWith('.segment'));
      remove(...last.slice(-1), 'index');
      await expect(open()).rejects.toThrow(`${last.at(-1)!} is missing`);
    });
  });

  describe('on an older copy of its segments', () => {
    /**
     * Copies the segment file when only half of the events are written. The copy includes the zeros
     * that a running node writes in advance after the end of the log.
     */
    const olderCopy = async (): Promise<{ name: string; bytes: Buffer }> => {
      const test = await TestStore.open({}, directory);
      await writePairs(test, 4);
      const [name = ''] = readdirSync(directory).filter((file) => file.endsWith('.segment'));
      const bytes = readFileSync(join(directory, name));
      await writePairs(test, 4);
      await test.close();
      return { name, bytes };
    };

    test('if the index is newer', async () => {
      const { name, bytes } = await olderCopy();
      writeFileSync(join(directory, name), bytes);
      await expect(open()).rejects.toThrow(/the index knows 16 events.*older copy/);
    });

    test('if it went on with other events of the same size', async () => {
      const { name, bytes } = await olderCopy();
      const index = readFileSync(join(directory, 'index', 'data.mdb'));
      rmSync(join(directory, 'index'), { recursive: true });
      writeFileSync(join(directory, name), bytes);
      const test = await TestStore.open({}, directory);
      await writePairs(test, 4);
      await test.close();
      writeFileSync(join(directory, 'index', 'data.mdb'), index);
      await expect(open()).rejects.toThrow(/the index knows 16 events/);
    });
  });

  test('if the first start has lost its segments and its index, and only its owner file is left', async () => {
    const test = await TestStore.open({}, directory);
    await test.write();
    await test.close();
    for (const name of readdirSync(directory)) {
      if (name !== 'owner') rmSync(join(directory, name), { recursive: true });
    }
    await expect(open()).rejects.toThrow('its owner file are there, its segments are not');
  });

  test('if it is of the format before', async () => {
    writeFileSync(join(directory, 'data.mdb'), '');
    await expect(open()).rejects.toThrow(/an event log of an earlier format/);
  });
});

test('the log goes on over many segments and starts, and reads from any point', async () => {
  let all: EventRecord[] = [];
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
    const positions = (events: readonly EventRecord[]) => events.map(({ position }) => position);
    expect(positions(store.cursor(point).forwards(page))).toEqual(positions(after));
    expect(positions(store.cursor(point).backwards(page))).toEqual(positions(before));
  }
  await test.close();
});
