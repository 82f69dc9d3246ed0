import type { Database, Key, RangeOptions } from 'lmdb';
import { REVISION_MAX } from './keys.js';
import type { Databases } from './databases.js';

/** Entries looked at before others have their turn. */
const TURN_ENTRIES = 1_000;

/** What is compared; a range of places needs its ends, or it is empty. */
const databases: readonly [name: 'places' | 'heads' | 'marks', range: RangeOptions][] = [
  ['places', { start: [0, 0], end: [REVISION_MAX, REVISION_MAX] }],
  ['heads', {}],
  ['marks', {}],
];

/** Compares the index of a log with one made anew: what differs, a line each, up to a limit. */
export const compareIndexes = async (
  found: Databases,
  expected: Databases,
  linesMax: number,
): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const [name, range] of databases) {
    const entries = { found: found[name] as Entries, expected: expected[name] as Entries, range };
    for await (const { key, what } of differences(entries)) {
      if (lines.length >= linesMax) return lines;
      lines.push(`The index ${what} for ${String(key)} in ${name}.`);
    }
  }
  return lines;
};

type Entries = Database<Buffer>;

interface Difference {
  readonly key: Key;
  readonly what: string;
}

const differences = async function* (entries: {
  readonly found: Entries;
  readonly expected: Entries;
  readonly range: RangeOptions;
}): AsyncGenerator<Difference> {
  const { found, expected, range } = entries;
  let count = 0;
  for (const { key, value } of expected.getRange({ ...range })) {
    const other = found.get(key);
    if (other === undefined) yield { key, what: 'has nothing' };
    else if (!other.equals(value)) yield { key, what: 'has something else than the log' };
    if (++count % TURN_ENTRIES === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const key of found.getKeys({ ...range })) {
    if (!expected.doesExist(key)) yield { key, what: 'has something that the log has not' };
    if (++count % TURN_ENTRIES === 0) await new Promise((resolve) => setImmediate(resolve));
  }
};
