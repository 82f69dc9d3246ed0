/**
 * Characters that would change the display of a terminal: control characters (C0, DEL and C1),
 * separators of lines and paragraphs, and characters that change the direction of text. The latter
 * can make a line look like a different line.
 */
const acting = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Turns a text from outside into one line that is safe to print: each character that a terminal
 * would act on is replaced with U+FFFD.
 */
export const printable = (text: string): string => text.replace(acting, '\ufffd');

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Escapes those characters in a JSON text that `JSON.stringify` does not escape, although a
 * terminal acts on them.
 */
export const printableJson = (json: string): string => json.replace(acting, escaped);

/**
 * Matches the JSON escapes of control characters. The escapes of line feeds and tabs are left out,
 * because stack traces need them.
 */
const actingEscape = /\\u(?:00[01][0-9a-f]|007f|00[89][0-9a-f])|\\[bfr]|\\./g;

/**
 * Makes a JSON log line safe to display: a control character in its texts is shown as the text of
 * its escape, such as `\u001b`. Line feeds and tabs are kept, because stack traces need them.
 */
export const printableLogLine = (json: string): string =>
  json
    .replace(actingEscape, (escape) => (/^\\(?:u|[bfr])/.test(escape) ? `\\${escape}` : escape))
    .replace(acting, (character) => (character === '\n' ? character : `\\${escaped(character)}`));
