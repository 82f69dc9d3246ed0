const quote = '"';
const backslash = 0x5c;

/**
 * The index of the quote that ends the string which starts at `start`; past the end if none does.
 */
export const endOfString = (text: string, start: number): number => {
  let index = start + 1;
  while (index < text.length && text[index] !== quote) {
    index += text.charCodeAt(index) === backslash ? 2 : 1;
  }
  return index;
};

/** The names of an open object; none of a list, whose strings are values. */
type Names = Set<string> | undefined;

/** A string of the text as it is written there, or undefined for one that is none. */
const stringOf = (literal: string): string | undefined => {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
};

/**
 * The first name that a JSON text has twice in one object. Of a text that is no JSON, the first as
 * far as it can be read.
 */
export const repeatedName = (text: string): string | undefined => {
  const open: Names[] = [];
  let isName = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === quote) {
      const end = endOfString(text, index);
      const name = isName ? stringOf(text.slice(index, end + 1)) : undefined;
      const names = open.at(-1);
      if (name !== undefined && names?.has(name)) return name;
      if (name !== undefined) names?.add(name);
      isName = false;
      index = end;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      isName = character === '{';
    } else if (character === '}' || character === ']') {
      open.pop();
      isName = false;
    } else if (character === ',') isName = open.at(-1) !== undefined;
  }
  return undefined;
};
