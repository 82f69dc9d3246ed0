import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LineSplitter } from './line-splitter.js';

const lineBytesMax = 16;

/** Number and text of each line; null as the text of a line that is too long. */
const linesOf = (chunks: readonly Buffer[]): [number, string | null][] => {
  const splitter = new LineSplitter(lineBytesMax);
  const told = ({ number, bytes }: { number: number; bytes: Buffer | undefined }) =>
    [number, bytes?.toString('utf8') ?? null] as [number, string | null];
  return [
    ...chunks.flatMap((chunk) => [...splitter.split(chunk)].map(told)),
    ...[...splitter.end()].map(told),
  ];
};

const bytewise = (text: string): Buffer[] => Array.from(Buffer.from(text), (b) => Buffer.from([b]));

const cut = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)), bytes.length];
  places.sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
};

const long = 'x'.repeat(lineBytesMax);

const cases: [what: string, text: string, lines: [number, string | null][]][] = [
  ['nothing', '', []],
  ['one line', 'a\n', [[1, 'a']]],
  ['a last line without an end', 'a\nb', [[1, 'a'], [2, 'b']]], // prettier-ignore
  ['CRLF', 'a\r\nb\r\n', [[1, 'a'], [2, 'b']]], // prettier-ignore
  ['a byte order mark', '\ufeffa\n\ufeffb', [[1, 'a'], [2, '\ufeffb']]], // prettier-ignore
  ['nothing but a byte order mark', '\ufeff\r\na', [[2, 'a']]],
  ['a CR within a line', 'a\rb\n', [[1, 'a\rb']]],
  ['blank lines, which count', '\n \t\r\na\n\n\r\nb\n \n', [[3, 'a'], [6, 'b']]], // prettier-ignore
  ['a blank last line', 'a\n  ', [[1, 'a']]],
  ['letters of several bytes', 'åäö\n💶€\n', [[1, 'åäö'], [2, '💶€']]], // prettier-ignore
  ['a line as long as it may be', `${long}\n`, [[1, long]]],
  ['the same with CRLF', `${long}\r\n`, [[1, long]]],
  ['a line that is too long', `${long}y\nb\n`, [[1, null], [2, 'b']]], // prettier-ignore
  ['one that is too long after a CR', `${long}\ry\nb`, [[1, null], [2, 'b']]], // prettier-ignore
  ['one that is far too long', `${long.repeat(9)}\r\nb`, [[1, null], [2, 'b']]], // prettier-ignore
  ['one that is too long at the end', `a\n${long}${long}`, [[1, 'a'], [2, null]]], // prettier-ignore
  ['blanks that are too long', `${' '.repeat(20)}\nb`, [[1, null], [2, 'b']]], // prettier-ignore
];

describe.each(cases)('%s', (_what, text, lines) => {
  test('in one chunk', () => {
    expect(linesOf([Buffer.from(text)])).toEqual(lines);
  });

  test('byte for byte', () => {
    expect(linesOf(bytewise(text))).toEqual(lines);
  });
});

test('where the chunks are cut makes no difference', () => {
  const text = fc.array(fc.constantFrom('a', 'å', '💶', '\r', '\n', ' ', long), { maxLength: 60 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (parts, places) => {
      const bytes = Buffer.from(parts.join(''));
      expect(linesOf(cut(bytes, places))).toEqual(linesOf([bytes]));
    }),
  );
});

test('lines are cut only as they are taken', () => {
  const lines = new LineSplitter(lineBytesMax).split(Buffer.from('a\nb\n'));
  expect(lines.next().value).toMatchObject({ number: 1 });
  expect(lines.next().value).toMatchObject({ number: 2 });
  expect(lines.next()).toEqual({ done: true, value: undefined });
});
