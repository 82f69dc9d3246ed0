import bidiFactory from 'bidi-js';
import { familiesOf } from './font-families.js';
import { sliceWith } from './font-slices.js';
import type { FontSlice } from './font-slices.js';
import { isStandard, isWide } from './shown-text.js';

/** Which font a stretch of text is drawn in. */
export type RunFont = 'standard' | 'wide' | FontSlice;

/** A stretch of text in one font and one direction. */
export interface TextRun {
  readonly font: RunFont;
  readonly text: string;
}

interface LeveledRun extends TextRun {
  /** Of the bidirectional algorithm: odd is from right to left. */
  readonly level: number;
}

// The package is a function; its types say a module with that as its default.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const sliceOf = (letter: string, text: string): FontSlice | undefined => {
  const codePoint = letter.codePointAt(0) ?? 0;
  for (const family of familiesOf(letter, text)) {
    const slice = sliceWith(family, codePoint);
    if (slice !== undefined) return slice;
  }
  return undefined;
};

const firstLetter = (grapheme: string): string =>
  String.fromCodePoint(grapheme.codePointAt(0) ?? 0);

/** A word is not drawn in two base fonts: one letter that only the wide one has brings all others with it. */
const baseFontOf = (letters: readonly string[]): 'standard' | 'wide' =>
  letters.every((letter) => isStandard(letter) || !isWide(letter)) ? 'standard' : 'wide';

/** Runs from left to right, as rule L2 of the bidirectional algorithm has it. */
const visual = (runs: readonly LeveledRun[]): TextRun[] => {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let start = 0; start < ordered.length; start += 1) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end += 1;
      if (end === start) continue;
      ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = end;
    }
  }
  return ordered.map(reversedWithin);
};

/** Shaping turns letters of scripts from right to left around; blanks and brackets between them are turned here. */
const reversedWithin = ({ font, level, text }: LeveledRun): TextRun => {
  if (typeof font !== 'string' || level % 2 === 0) return { font, text };
  const letters = [...graphemes.segment(text)].map(({ segment }) => segment);
  return { font, text: letters.reverse().join('') };
};

/** A plain text (`plainText`) as it is drawn from left to right. A letter that no font has is a question mark. */
export const runsOf = (text: string): TextRun[] => {
  const { levels } = bidi.getEmbeddingLevels(text);
  const mirrored = bidi.getMirroredCharactersMap(text, levels);
  const pieces = [...graphemes.segment(text)];
  const base = baseFontOf(pieces.map(({ segment }) => firstLetter(segment)));
  const runs: LeveledRun[] = [];
  for (const { segment, index } of pieces) {
    const letter = firstLetter(segment);
    const slice = sliceOf(letter, text);
    const font = slice ?? base;
    const isShown = slice !== undefined || isStandard(letter) || isWide(letter);
    const shown = isShown ? (mirrored.get(index) ?? segment) : '?';
    const level = levels[index] ?? 0;
    const last = runs.at(-1);
    if (last !== undefined && last.font === font && last.level === level)
      runs[runs.length - 1] = { ...last, text: last.text + shown };
    else runs.push({ font, level, text: shown });
  }
  return visual(runs);
};
