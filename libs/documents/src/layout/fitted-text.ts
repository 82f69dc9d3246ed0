import type { TextStyle, Typesetter } from '../fonts/typesetter.js';

/**
 * The smallest font size that is still readable, in points. Column widths are chosen for it: a
 * letter is up to 6 points wide in this size, and a digit 3.4 points.
 */
const smallest = 6;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const lettersOf = (text: string): string[] =>
  [...graphemes.segment(text)].map(({ segment }) => segment);

export interface FittedText {
  readonly text: string;
  readonly style: TextStyle;
  readonly width: number;
}

/**
 * Fits a text into a width. The font size is reduced first, and if that is not enough, the text is
 * cut off. Columns of amounts have room for 17 digits in the smallest size, so that no amount is
 * ever cut off.
 */
export const fitText = (
  typesetter: Typesetter,
  text: string,
  { style, width }: { readonly style: TextStyle; readonly width: number },
): FittedText => {
  const wanted = typesetter.widthOf(text, style);
  if (wanted <= width) return { text, style, width: wanted };
  const fitting = Math.floor((10 * style.size * width) / wanted) / 10;
  const small = { ...style, size: Math.max(smallest, fitting) };
  const shown = fitting >= smallest ? text : cutOff(typesetter, text, { style: small, width });
  return { text: shown, style: small, width: typesetter.widthOf(shown, small) };
};

const cutOff = (
  typesetter: Typesetter,
  text: string,
  { style, width }: { readonly style: TextStyle; readonly width: number },
): string => {
  const letters = lettersOf(text);
  const room = width - typesetter.widthOf('…', style);
  const length = fittingLength(typesetter, letters, { style, width: room });
  return `${letters.slice(0, length).join('')}…`;
};

/** The number of letters that fit into the width. */
const fittingLength = (
  typesetter: Typesetter,
  letters: readonly string[],
  { style, width }: { readonly style: TextStyle; readonly width: number },
): number => {
  let [fits, most] = [0, letters.length];
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2);
    if (typesetter.widthOf(letters.slice(0, middle).join(''), style) <= width) fits = middle;
    else most = middle - 1;
  }
  return fits;
};

/** Divides a text into pieces that fit into the width, at spaces where possible. */
export const wrapText = (
  typesetter: Typesetter,
  text: string,
  { style, width }: { readonly style: TextStyle; readonly width: number },
): string[] => {
  const pieces: string[] = [];
  let rest = lettersOf(text);
  while (typesetter.widthOf(rest.join(''), style) > width) {
    const most = Math.max(1, fittingLength(typesetter, rest, { style, width }));
    const space = rest.lastIndexOf(' ', most);
    const end = space > 0 ? space : most;
    pieces.push(rest.slice(0, end).join(''));
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
  }
  return [...pieces, rest.join('')];
};
