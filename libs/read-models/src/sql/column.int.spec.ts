import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { usePostgres } from '../../../../test/support/postgres.js';
import { arraysOf, bigint, integer, json, text, timestamptz, uuid } from './column.js';
import type { Column } from './column.js';

const postgres = usePostgres();

/** The values as PostgreSQL reads them from an array of ours, as text. */
const readBack = async <Value>(
  type: string,
  column: Column<Value>,
  values: readonly Value[],
): Promise<(string | null)[]> => {
  const { rows } = await postgres.pool.query<{ value: string | null }>(
    `SELECT value::text FROM unnest($1::${type}[]) AS value`,
    arraysOf([column], values),
  );
  return rows.map(({ value }) => value);
};

const own = <Value>(value: Value): Value => value;

describe('a column reaches PostgreSQL as it is', () => {
  test('of texts, with nothing and with NUL', async () => {
    const texts = ['', 'plain', 'å\u{1F600}"{},\\', 'NULL', 'a\0b', undefined, 'x'.repeat(10_000)];
    expect(await readBack('text', text<string | undefined>(own), texts)).toEqual(
      texts.map((value) => value?.replace('\0', '\uFFFD') ?? null),
    );
  });

  test('of whole numbers, to the ends of what they hold', async () => {
    const numbers = [0, -1, 2 ** 31, -(2 ** 31) - 1, 999_999_999_999, -999_999_999_999];
    const safe = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2n ** 63n - 1n, -(2n ** 63n)];
    const values = [...numbers, ...safe];
    expect(await readBack('bigint', bigint<number | bigint>(own), values)).toEqual(
      values.map(String),
    );
    expect(await readBack('integer', integer<number>(own), [0, -1, 2 ** 31 - 1])).toEqual([
      '0',
      '-1',
      '2147483647',
    ]);
  });

  test('of UUIDs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uuid(), { minLength: 1 }), async (uuids) => {
        const upper = uuids.map((value) => value.toUpperCase());
        expect(await readBack('uuid', uuid<string>(own), upper)).toEqual(uuids);
      }),
      { numRuns: 20 },
    );
  });

  test('of instants, as PostgreSQL itself reads their text', async () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(instant, { minLength: 1 }), async (dates) => {
        const instants = dates.map((date) => date.toISOString());
        const { rows } = await postgres.pool.query<{ equal: boolean }>(
          `SELECT ours = theirs AS equal
           FROM unnest($1::timestamptz[], $2::timestamptz[]) AS both_of (ours, theirs)`,
          [...arraysOf([timestamptz<string>(own)], instants), instants],
        );
        expect(rows.map(({ equal }) => equal)).toEqual(instants.map(() => true));
      }),
      { numRuns: 20 },
    );
  });

  test('of JSON, which is stored as it was written', async () => {
    const values = [{ z: 1, a: [1.5, 'å"\\', null] }, [], 'text', undefined, { nul: 'a\0b' }];
    expect(await readBack('json', json<unknown>(own), values)).toEqual(
      values.map((value) => (value === undefined ? null : JSON.stringify(value))),
    );
  });
});

describe('a value that is none of its type is refused', () => {
  test.each([
    '',
    'x',
    '8c1f0000-0000-4000-8000-00000000000',
    '8c1f0000-0000-4000-8000-00000000000g',
  ])('the UUID "%s"', (value) => {
    expect(() => arraysOf([uuid<string>(own)], [value])).toThrow(TypeError);
  });

  test('an instant', () => {
    expect(() => arraysOf([timestamptz<string>(own)], ['soon'])).toThrow(TypeError);
  });
});
