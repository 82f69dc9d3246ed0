import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NewestTexts } from './newest-texts.js';

const sizeOf = (text: string): number => Buffer.byteLength(text) + 4;

describe('the newest texts', () => {
  test('come back as they were', () => {
    const texts = new NewestTexts(1_000);
    texts.put('a', 'Ost & Öl 🧀');
    texts.put('b', '');
    expect([texts.get('a'), texts.get('b'), texts.get('c')]).toEqual([
      'Ost & Öl 🧀',
      '',
      undefined,
    ]);
  });

  test('are the last one put under a key', () => {
    const texts = new NewestTexts(1_000);
    for (const text of ['first', 'second']) texts.put('a', text);
    expect(texts.get('a')).toBe('second');
    texts.remove('a');
    expect(texts.get('a')).toBeUndefined();
  });

  test('are not kept when they are too long, nor is what stood under their key', () => {
    const texts = new NewestTexts(20);
    texts.put('a', 'short');
    texts.put('a', 'x'.repeat(17));
    expect(texts.get('a')).toBeUndefined();
    texts.put('a', 'x'.repeat(16));
    expect(texts.get('a')).toBe('x'.repeat(16));
  });

  const anAction = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    text: fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { nil: undefined }),
  });

  test('are right if they are there, and there unless as many bytes were put behind them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), fc.array(anAction), (bytesMax, actions) => {
        const texts = new NewestTexts(bytesMax);
        let written = 0;
        const put = new Map<string, { text: string; begin: number }>();
        const longest = Math.max(...actions.map(({ text = '' }) => sizeOf(text)));
        for (const { key, text } of actions) {
          put.delete(key);
          if (text === undefined) texts.remove(key);
          else {
            texts.put(key, text);
            if (sizeOf(text) > bytesMax) continue;
            put.set(key, { text, begin: written });
            written += sizeOf(text);
          }
          for (const each of ['a', 'b', 'c', 'd', 'e']) {
            const found = texts.get(each);
            const expected = put.get(each);
            if (found !== undefined) expect(found).toBe(expected?.text);
            // At the end of its memory up to a text's length is left unused.
            else if (expected !== undefined)
              expect(written - expected.begin).toBeGreaterThan(bytesMax - longest);
          }
        }
      }),
    );
  });
});
