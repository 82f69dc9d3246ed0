import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { MalformedMessage } from '../model/faults.js';
import { LinearRegex, NotLinear } from './linear-regex.js';

const matches = (source: string, text: string): boolean =>
  new LinearRegex(source).matches(Buffer.from(text));

afterEach(() => {
  jest.restoreAllMocks();
});

/**
 * Counts how often the engine looks at a character of a text. The engine is written in JavaScript;
 * a native RegExp would not call the function that is counted here.
 */
const looksAt = (source: string, text: string): number => {
  const regex = new LinearRegex(source);
  const bytes = Buffer.from(text);
  const looks = jest.spyOn(String.prototype, 'charCodeAt');
  const before = looks.mock.calls.length;
  regex.matches(bytes);
  return looks.mock.calls.length - before;
};

describe('the work of a search', () => {
  test.each([
    ['(a+)+$', 'a'],
    ['^(a|aa)+$', 'a'],
    ['(.*)*x', 'a'],
    ['(?:a|b)*a(?:a|b){20}c', 'abbaba'], // This expression has more states than the engine remembers.
  ])('of %s grows as the text does', (source, piece) => {
    const [short, long] = [20, 200].map((count) => looksAt(source, `${piece.repeat(count)}!`));
    expect(short).toBeGreaterThan(0);
    expect(long).toBeLessThan(12 * (short ?? 0));
  });

  test('ends with the beginning of a very long type', () => {
    const looks = [10_000, 500_000].map((count) => looksAt('(a+)+$', `${'a'.repeat(count)}!`));
    expect(looks[1]).toBe(looks[0]);
  });

  test('of a page is bounded: the larger the expression, the smaller the page', () => {
    const page = { events: 256, bytes: 262_144 };
    expect(new LinearRegex('^[^$].*').pageWithin(page)).toEqual(page);
    expect(new LinearRegex('a{900}').pageWithin(page).bytes).toBeLessThan(5_000);
  });
});

describe('a regular expression', () => {
  test.each([
    ['^[^\\$].*', 'OrderPlaced', '$metadata'], // excludeSystemEvents of the .NET client
    ['^[^$].*', 'OrderPlaced', '$metadata'], // excludeSystemEvents of the Node.js client
    ['^account|^savings', 'savings-1', 'my-account'],
    ['^(Order|Payment)(Placed|Captured)$', 'PaymentCaptured', 'PaymentCapturedAgain'],
    ['^order-[0-9a-f]{8}-\\d+$', 'order-0123abcd-7', 'order-0123abcd-x'],
    ['[\\w\\-]+\\.v2', 'a-b.v2', 'a-b.v1'],
    ['(?<name>x)y', 'axy', 'ay'],
    ['\\bCaptured\\b', 'was Captured', 'wasCaptured'],
    ['\\/\\x41\\u0042\\u{43}\\ud83d\\ude00', '/ABC😀', '/ABC'],
    ['^.$', '😀', 'ab'],
    ['\\p{Lu}\\p{L}+', 'Ärende', 'ärende'],
    ['\\\\u0041', '\\u0041', 'A'],
    ['^(settlement-|order-([^123]|$))', 'order-0', 'order-1'],
  ])('%s matches %s and not %s, as in JavaScript', (source, matching, other) => {
    const native = new RegExp(source, 'u');
    for (const text of [matching, other]) expect(matches(source, text)).toBe(native.test(text));
    expect([matches(source, matching), matches(source, other)]).toEqual([true, false]);
  });

  test.each([
    ['is wrong', '('],
    ['is longer than 1,000 characters', 'a'.repeat(1_001)],
    ['only RE2 takes', '\\Aorder'],
    ['RE2 and JavaScript read differently', '[[:alpha:]]'],
  ])('that %s is refused', (_, source) => {
    expect(() => new LinearRegex(source)).toThrow(MalformedMessage);
  });

  test.each([
    ['looks ahead', '^(?!\\$)'],
    ['looks behind', '(?<!a)b'],
    ['refers to a group', '(a)\\1'],
    ['refers to a named group', '(?<x>a)\\k<x>'],
    ['repeats more than 1,000 times', 'a{1001}'],
    ['repeats repetitions', '(a{100}){100}'],
    ['has more than 1,000 instructions', 'a{600}b{600}'],
  ])('that %s is not linear', (_, source) => {
    expect(() => new LinearRegex(source)).toThrow(NotLinear);
  });
});
