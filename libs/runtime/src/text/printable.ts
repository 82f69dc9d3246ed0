/**
 * What a terminal acts on: control characters (C0, DEL and C1), line and paragraph separators, and those that turn the
 * direction of a line round, so that it reads as something else than it says.
 */
const acting = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text that somebody else wrote, as one line that a terminal only shows. */
export const printable = (text: string): string => text.replace(acting, '\ufffd');

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The same JSON, with such characters escaped that JSON lets stand as they are. */
export const printableJson = (json: string): string => json.replace(acting, escaped);

/** The escapes of JSON that stand for such characters; line feeds and tabs are what stacks are made of. */
const actingEscape = /\\u(?:00[01][0-9a-f]|007f|00[89][0-9a-f])|\\[bfr]|\\./g;

/**
 * A log line in JSON whose texts can be shown: control characters in them become the text of their escapes. Line feeds
 * and tabs stay.
 */
export const printableLogLine = (json: string): string =>
  json
    .replace(actingEscape, (escape) => (/^\\(?:u|[bfr])/.test(escape) ? `\\${escape}` : escape))
    .replace(acting, (character) => (character === '\n' ? character : `\\${escaped(character)}`));
