import { describe, expect, test } from '@jest/globals';
import { isJsonNumber, JsonNumber, MalformedJson, readJson } from './read-json.js';
const read = (text: string) => readJson(Buffer.from(text));
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('readJson', () => {
  test.each(['285.0', '1e308', '1e-400', '-0', '12345678901234567890.10', '9'.repeat(1000)])(
    'keeps the text of the number %s',
    (text) => {
      expect(read(text)).toEqual(new JsonNumber(text));
    },
  );

  test('reads every kind of value', () => {
    expect(read(' {"a": ["x", true, false, null, {}, []], "b": "\\u00e5\\n"} ')).toEqual({
      a: ['x', true, false, null, {}, []],
      b: 'å\n',
    });
  });

  test('takes no object for a number, whatever its members are', () => {
    expect(isJsonNumber(read('{"isLosslessNumber": true, "value": "1"}'))).toBe(false);
    expect(isJsonNumber(read('1'))).toBe(true);
  });

  test('keeps __proto__ an ordinary name', () => {
    const value = read('{"__proto__": {"amount": 1}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
  });

  test('takes 32 levels and refuses 33', () => {
    expect(read(nested(32))).toBeDefined();
    expect(() => read(nested(33))).toThrow(MalformedJson);
  });

  test('refuses a body that nests a hundred thousand levels without overflowing', () => {
    expect(() => read(nested(100_000))).toThrow(MalformedJson);
    expect(() => read('{"a":'.repeat(100_000))).toThrow(MalformedJson);
  });

  test.each([
    ['elements', (count: number) => `[${Array(count).fill('0').join()}]`],
    [
      'members',
      (count: number) => `{${Array.from({ length: count }, (_, n) => `"${n}":0`).join()}}`,
    ],
    [
      'elements of many lists',
      (count: number) =>
        `[${Array(count / 2)
          .fill('[0]')
          .join()}]`,
    ],
  ])('takes 20,000 %s and refuses more before it parses them', (_what, text) => {
    expect(read(text(20_000))).toBeDefined();
    const notEvenJson = text(20_002).slice(0, -1);
    expect(() => read(notEvenJson)).toThrow('must not have over 20000 members and elements');
  });

  test('does not take brackets, colons and escaped quotes inside strings for structure', () => {
    const text = '{"a:": "[[\\"{:}\\\\", "b": [":", "\\\\"]}';
    expect(read(text)).toEqual({ 'a:': '[["{:}\\', b: [':', '\\'] });
  });

  test.each([
    ['with another value', '{"a": 1, "a": 2}'],
    ['with an equal value', '{"a": "x", "a": "x"}'],
    ['with equal objects', '{"a": {"b": 1}, "a": {"b": 1}}'],
    ['spelled with an escape', '{"amount": "1", "\\u0061mount": "1"}'],
    ['deep inside', '{"x": [{"y": {"a": null, "a": null}}]}'],
    ['that is __proto__', '{"__proto__": 1, "__proto__": 1}'],
  ])('refuses a name given twice %s', (_how, text) => {
    expect(() => read(text)).toThrow(MalformedJson);
  });

  test.each([
    ['{"store": "a", "store": "b"}', 'store'],
    ['{"store": 1, "rows": [{"b": "a", "c": ",", "b": 2}]}', 'b'],
    ['{"a": {"b": 1}, "c": {"b": 1}, "\\u0061": []}', 'a'],
    ['{"a\\"": 1, "a\\"": 1}', 'a\\"'],
    [`{"${'x'.repeat(99)}": 1, "${'x'.repeat(99)}": 1}`, 'x'.repeat(64)],
  ])('names the one that is given twice: %j', (text, name) => {
    expect(() => read(text)).toThrow(`must not repeat the name "${name}" in one object`);
  });

  test.each(['["a", "a"]', '{"a": "a", "b": ["b", {"b": "b"}]}'])(
    'takes a text twice that is no name: %j',
    (text) => {
      expect(() => read(text)).not.toThrow();
    },
  );

  test.each([
    '',
    '   ',
    '{',
    '{"a"}',
    '{"a":1,}',
    '[1,]',
    "{'a':1}",
    '{a:1}',
    'NaN',
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":+1}',
    '{"a":.5}',
    '{"a":1.}',
    '{"a":01}',
    '{"a":0x1}',
    '{"a":1}}',
    '{"a":1} x',
    '{"a":1}{"a":1}',
    '// comment\n{}',
    '\ufeff\ufeff{}',
    '{\ufeff}',
    '{"a":"\n"}',
    '{"a":"\\x"}',
    '{"a":"\\u12"}',
    '{"a":undefined}',
    'True',
  ])('refuses %j', (text) => {
    expect(() => read(text)).toThrow(MalformedJson);
  });

  test('skips a byte order mark at the beginning', () => {
    expect(read('\ufeff{"a":"\ufeff"}')).toEqual({ a: '\ufeff' });
  });

  test.each([
    ['in a string', '{"a":"x\\u0000y"}'],
    ['in a name', '{"a\\u0000":1}'],
  ])('refuses U+0000 %s', (_where, text) => {
    expect(() => read(text)).toThrow(MalformedJson);
  });

  test('leaves U+0000 to a caller who names its field', () => {
    expect(readJson(Buffer.from('{"a":"x\\u0000y"}'), 'kept')).toEqual({ a: 'x\0y' });
  });

  test.each([
    ['a lone high', '"\\ud800"'],
    ['a lone low', '"\\udc00"'],
    ['reversed', '"\\udc00\\ud800"'],
  ])('refuses surrogates that are %s', (_what, text) => {
    expect(() => read(text)).toThrow(MalformedJson);
  });

  test('takes surrogate pairs', () => {
    expect(read('"\\ud83d\\ude00"')).toBe('😀');
  });

  test.each([
    ['a stray continuation byte', [0x22, 0x80, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('refuses bytes that are not UTF-8: %s', (_what, bytes) => {
    expect(() => readJson(Uint8Array.from(bytes))).toThrow(MalformedJson);
  });
});
