import { describe, expect, test } from '@jest/globals';
import { runsOf } from './text-runs.js';

const shown = (text: string) =>
  runsOf(text).map(({ font, text: run }) => [typeof font === 'string' ? font : font.family, run]);

describe('the runs of a text', () => {
  test('are one for a text of the standard letters, and of the wide font if one letter needs it', () => {
    expect(shown('Öst & Ost AB')).toEqual([['standard', 'Öst & Ost AB']]);
    expect(shown('Łódź AB')).toEqual([['wide', 'Łódź AB']]);
  });

  test('are in the order in which they are seen, brackets turned around', () => {
    expect(shown('طلب 12 (a)')).toEqual([
      ['standard', '('],
      ['standard', 'a'],
      ['standard', ') '],
      ['standard', '12'],
      ['standard', ' '],
      ['noto-sans-arabic', 'طلب'],
    ]);
    expect(shown('A שלום B')).toEqual([
      ['standard', 'A '],
      ['noto-sans-hebrew', 'שלום'],
      ['standard', ' B'],
    ]);
  });

  test('take characters of China, Japan and Korea as the letters beside them say', () => {
    expect(new Set(shown('東京').map(([font]) => font))).toEqual(new Set(['noto-sans-sc']));
    expect(new Set(shown('東京の').map(([font]) => font))).toEqual(new Set(['noto-sans-jp']));
    expect(shown('漢 주').at(0)?.[0]).toBe('noto-sans-kr');
  });

  test('show a question mark for a letter that no font has', () => {
    expect(shown('a\u{1F600}b')).toEqual([['standard', 'a?b']]);
  });
});
