/** Letters that the standard fonts have; any other is shown as a question mark rather than as something else. */
const beyondFont = /[^\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu;

/** A text as it is drawn: in one row, and only of letters that can be drawn. */
export const shownText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .replace(beyondFont, '?');
