export const storeNameCharactersMax = 256;

/** Whether a text can be the name of a store: 1 to 256 characters, counted as code points. */
export const isStoreName = (text: string): boolean =>
  text !== '' &&
  // A code point is one or two units, so a text beyond twice the limit need not be counted.
  text.length <= 2 * storeNameCharactersMax &&
  Array.from(text).length <= storeNameCharactersMax;
