/**
 * The value as canonical JSON (RFC 8785): equal values give equal text. Members are in the order of
 * their names' UTF-16 code units, there is no white space, and numbers and strings are written as
 * ECMAScript writes them. Members that are `undefined` are left out. Throws on a value that JSON
 * cannot express. Every value of the hash chain and every fingerprint is a hash of such a text.
 * Written by hand, because the package `canonicalize` takes three times as long; a spec compares
 * the two.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null) return 'null';
  if (typeof value !== 'object') throw new TypeError(`JSON cannot say a ${typeof value}`);
  return Array.isArray(value) ? listText(value) : objectText(value);
};

const numberText = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError('JSON cannot say a number that is not finite');
  return String(value);
};

/**
 * Texts of printable ASCII without quotes and backslashes. Nearly all texts are of this form. JSON
 * escapes nothing in them, so they only need quotes around them.
 */
const plain = /^[ !#-[\]-~]*$/;

const stringText = (text: string): string =>
  plain.test(text) ? `"${text}"` : JSON.stringify(text);

const listText = (list: readonly unknown[]): string => {
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index];
    if (index > 0) text += ',';
    // An undefined item becomes `null`, as in `JSON.stringify`, so that the list keeps its length.
    text += item === undefined ? 'null' : canonicalJson(item);
  }
  return `${text}]`;
};

const objectText = (object: object): string => {
  const members = object as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of sortedNames(members)) {
    const member = members[name];
    if (member === undefined) continue;
    text += (text === '' ? '{' : ',') + stringText(name) + ':' + canonicalJson(member);
  }
  return text === '' ? '{}' : `${text}}`;
};

/**
 * Returns the names in order. Insertion sort is fastest for a few names that are nearly in order,
 * as in most objects. The time of this sort grows with the square of the number of names, so the
 * names of a large object are sorted with `Array.prototype.sort` instead.
 */
const sortedNames = (object: object): string[] => {
  const names = Object.keys(object);
  if (names.length > insertedMost) return names.sort();
  for (let next = 1; next < names.length; next += 1) {
    const name = names[next] as string;
    let place = next;
    for (; place > 0 && (names[place - 1] as string) > name; place -= 1) {
      names[place] = names[place - 1] as string;
    }
    names[place] = name;
  }
  return names;
};

const insertedMost = 24;
