import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { usePostgres } from '../../../../test/support/postgres.js';
import { binaryArrays, integer, json, money, position, text, timestamptz, uuid } from './column.js';
import type { ColumnType } from './column.js';

const postgres = usePostgres();

/** Sends values as a binary array, and returns as text the values that PostgreSQL has read. */
const readBack = async <Value>(
  type: ColumnType<Value>,
  values: readonly (Value | undefined)[],
): Promise<(string | null)[]> => {
  const { rows } = await postgres.pool.query<{ value: string | null }>(
    `SELECT value::text FROM unnest($1::${type.sql}[]) AS value`,
    binaryArrays([{ type, values }]),
  );
  return rows.map(({ value }) => value);
};

describe('a column reaches PostgreSQL as it is', () => {
  test('of texts, with nothing and with NUL', async () => {
    const texts = ['', 'plain', 'å\u{1F600}"{},\\', 'NULL', 'a\0b', undefined, 'x'.repeat(10_000)];
    expect(await readBack(text, texts)).toEqual(
      texts.map((value) => value?.replace('\0', '\uFFFD') ?? null),
    );
  });

  test('of whole numbers, to the ends of what they hold', async () => {
    const numbers = [0, -1, 2 ** 31, -(2 ** 31) - 1, 999_999_999_999, -999_999_999_999];
    const amounts = [...numbers, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    const places = [...amounts.map(BigInt), 2n ** 63n - 1n, -(2n ** 63n)];
    expect(await readBack(money, amounts)).toEqual(amounts.map(String));
    expect(await readBack(position, places)).toEqual(places.map(String));
    expect(await readBack(integer, [0, -1, 2 ** 31 - 1])).toEqual(['0', '-1', '2147483647']);
  });

  test('of UUIDs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uuid(), { minLength: 1 }), async (uuids) => {
        const upper = uuids.map((value) => value.toUpperCase());
        expect(await readBack(uuid, upper)).toEqual(uuids);
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
          [...binaryArrays([{ type: timestamptz, values: instants }]), instants],
        );
        expect(rows.map(({ equal }) => equal)).toEqual(instants.map(() => true));
      }),
      { numRuns: 20 },
    );
  });

  test('of JSON, which is stored as it was written', async () => {
    const values = [{ z: 1, a: [1.5, 'å"\\', null] }, [], 'text', undefined, { nul: 'a\0b' }];
    expect(await readBack(json<unknown>(), values)).toEqual(
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
    expect(() => binaryArrays([{ type: uuid, values: [value] }])).toThrow(TypeError);
  });

  test('an instant', () => {
    expect(() => binaryArrays([{ type: timestamptz, values: ['soon'] }])).toThrow(TypeError);
  });
});

describe('a value that the table should not have is an error, not a figure that is nearly right', () => {
  test.each([
    [money, '9007199254740993'],
    [money, 1.5],
    [money, 'NaN'],
    [integer, '7.5'],
    [uuid, 7],
    [timestamptz, 7],
    [position, null],
  ] as const)('%#', (type, found) => {
    expect(() => type.read(found)).toThrow(TypeError);
  });
});
