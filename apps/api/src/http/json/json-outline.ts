/** What a glance over a JSON text tells without parsing it. */
export interface JsonOutline {
  /** How deep lists and objects are nested. */
  readonly depth: number;
  /** How many members all its objects have together: one colon outside of strings each. */
  readonly members: number;
  /**
   * How many members and elements all its objects and lists have together; an empty one counts as if it had one. Before
   * every member or element stands a comma or what opens its container.
   */
  readonly entries: number;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/** The index of the quote that ends the string which starts at `start`; past the end if none does. */
const endOfString = (text: string, start: number): number => {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== quote) {
    index += text.charCodeAt(index) === backslash ? 2 : 1;
  }
  return index;
};

/** Reads the outline in one pass without recursion; meaningful only if the text then proves to be JSON. */
export const outlineOf = (text: string): JsonOutline => {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let entries = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === colon) members += 1;
    else if (code === comma) entries += 1;
    else if (openers.has(code)) {
      entries += 1;
      deepest = Math.max(deepest, (depth += 1));
    } else if (closers.has(code)) depth -= 1;
  }
  return { depth: deepest, members, entries };
};
