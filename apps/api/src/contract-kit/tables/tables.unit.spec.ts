import { describe, expect, test } from '@jest/globals';
import { buffer, text } from 'node:stream/consumers';
import { acceptedFormat, byteOrderMarkFor } from './accepted-format.js';
import { csvLine } from './csv.js';
import { csvStream, ndjsonStream } from './answer-table.js';

describe('a cell of CSV', () => {
  test.each([
    ['=1+1', `'=1+1`],
    ['+46 70', `'+46 70`],
    ['@sum', `'@sum`],
    ['-1+2', `'-1+2`],
    ['-95.00', '-95.00'],
    ['\t=1', `'\t=1`],
    ['\n=1', `"'\n=1"`],
    ['＝1+1', `'＝1+1`],
    ['＋46 70', `'＋46 70`],
    ['－1', `'－1`],
    ['＠sum', `'＠sum`],
    ['a＝1', 'a＝1'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=a,"b"', `"'=a,""b"""`],
    ['Öl', 'Öl'],
    ['', ''],
  ])('%j is written %j', (cell, written) => {
    expect(csvLine([cell])).toBe(`${written}\r\n`);
  });

  test('may be a number or nothing', () => {
    expect(csvLine([1, -2, 3n, null, undefined])).toBe('1,-2,3,,\r\n');
  });
});

describe('the format of an answer', () => {
  test.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['text/csv', 'csv'],
    ['TEXT/CSV; charset=utf-8', 'csv'],
    ['application/x-ndjson, */*;q=0.1', 'ndjson'],
    ['text/csv;q=0.5, application/json', 'json'],
    ['text/csv;q=0', 'json'],
    ['text/html', 'json'],
    ['application/pdf', 'json'],
    ['text/*', 'csv'],
    ['application/ndjson', 'ndjson'],
    ['text/csv, application/json', 'csv'],
    ['application/json;q=0.5, text/csv', 'csv'],
    ['text/csv;q=0.5, application/x-ndjson;q=0.9', 'ndjson'],
    ['application/json;q=0, application/*', 'ndjson'],
    ['text/csv;q=0, */*;q=0.1', 'json'],
    ['text/csv;q=nonsense', 'json'],
    ['', 'json'],
  ])('for Accept %j is %s', (accept, format) => {
    expect(acceptedFormat(accept)).toBe(format);
  });
});

async function* rows(count: number, failAt = Infinity): AsyncGenerator<{ n: number }, void> {
  await Promise.resolve();
  for (let n = 0; n < count; n += 1) {
    if (n === failAt) throw new Error('away');
    yield { n };
  }
}

describe('a table as a stream', () => {
  test('has all rows, and a header also without any', async () => {
    const columns = [{ name: 'n', of: ({ n }: { n: number }) => n }];
    expect(await text(await csvStream(columns, rows(2)))).toBe('n\r\n0\r\n1\r\n');
    expect(await text(await csvStream(columns, rows(0)))).toBe('n\r\n');
    expect((await text(await ndjsonStream(rows(20_000)))).trim().split('\n')).toHaveLength(20_000);
  });

  test.each([
    ['text/csv; bom=present', '\uFEFFn\r\n'],
    ['application/json;q=0.5, TEXT/CSV;q=0.9;BOM=present', '\uFEFFn\r\n'],
    ['text/csv', 'n\r\n'],
    ['text/csv; bom=absent', 'n\r\n'],
    ['application/json; bom=present, text/csv', 'n\r\n'],
    [undefined, 'n\r\n'],
  ])('of CSV for Accept %j is %j', async (accept, written) => {
    const columns = [{ name: 'n', of: ({ n }: { n: number }) => n }];
    // The test compares bytes, because `text` of `node:stream/consumers` would remove the byte
    // order mark.
    const bytes = await buffer(await csvStream(columns, rows(0), byteOrderMarkFor(accept)));
    expect(bytes).toEqual(Buffer.from(written));
  });

  test('that fails at once is no stream, and one that fails later breaks off', async () => {
    await expect(ndjsonStream(rows(2, 0))).rejects.toThrow('away');
    await expect(text(await ndjsonStream(rows(9, 5)))).rejects.toThrow('away');
  });
});
