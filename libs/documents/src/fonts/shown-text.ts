/** Letters that PDF's standard fonts have. */
const standard = /^[\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/u;

/** Letters of the wider base font, which is written from left to right, a letter at a time. */
const wide =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}ˆ]$/u;

/** A text as it is drawn: in one row, without what only steers how it is shown; joiners of letters stay. */
export const plainText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, '');

export const isStandard = (letter: string): boolean => standard.test(letter);
export const isWide = (letter: string): boolean => wide.test(letter);
