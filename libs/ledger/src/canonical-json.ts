import imported from 'canonicalize';

// The package is CommonJS and its types say ES module: what Node imports is the function itself.
const canonicalize = imported as unknown as (value: unknown) => string | undefined;

/**
 * The value as canonical JSON (RFC 8785): equal values give equal text. Throws on what JSON cannot
 * say.
 */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('The value cannot be said in JSON');
  return text;
};
