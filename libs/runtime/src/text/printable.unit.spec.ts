import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printable, printableJson, printableLogLine } from './printable.js';

const hostile = [
  '\x1b[2J',
  '\x9b31m',
  'a\nb',
  '\r',
  '\x7f',
  '\u202e',
  '\u2066',
  '\u2028',
  '\u061c',
];
const acts = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom(...hostile, '\\', 'u001b', '"')).map((parts) => parts.join('')),
);

describe('what a terminal is given', () => {
  test('has nothing that it acts on, and other characters as they are', () => {
    for (const text of hostile) expect(printable(text)).not.toMatch(acts);
    expect(printable('Åsa 株式会社 😀 x1b')).toBe('Åsa 株式会社 😀 x1b');
  });

  test('is the same value in JSON', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const json = printableJson(JSON.stringify({ text }));
        expect(json).not.toMatch(acts);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });

  test('is a log line that a reader of JSON turns into nothing else', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { msg } = JSON.parse(printableLogLine(JSON.stringify({ msg: text }))) as {
          msg: string;
        };
        expect(msg.replaceAll(/[\n\t]/g, '')).not.toMatch(acts);
        if (!acts.test(text)) expect(msg).toBe(text);
      }),
    );
    expect(printableLogLine('{"msg":"a\\u001b[2J \\\\u001b \\n"}\n')).toBe(
      '{"msg":"a\\\\u001b[2J \\\\u001b \\n"}\n',
    );
  });
});
