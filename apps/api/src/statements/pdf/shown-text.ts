/** Letters that PDF's standard fonts have. */
const standard = /^[\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/u;

/**
 * Beyond the scripts that are written from left to right, a letter at a time, in the wider font. Any other letter is shown
 * as a question mark rather than as something else.
 */
const beyondFonts =
  /[^\x20-\x7e\xa0-\xff€‚„…†‡‰‹‘’“”•–—˜™›\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}ˆ]/gu;

/** A text as it is drawn: in one row, and only of letters that can be drawn. */
export const shownText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(beyondFonts, '?');

/** Whether the standard fonts have all letters of a text; they need no place in the file. */
export const isStandard = (text: string): boolean => standard.test(text);
