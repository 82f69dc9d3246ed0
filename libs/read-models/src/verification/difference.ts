/** A value that two things which should be equal do not agree on. */
export interface Difference {
  /** JSON pointer (RFC 6901) to the value. */
  readonly pointer: string;
  readonly found: unknown;
  readonly expected: unknown;
}

/** Every difference between two JSON-like values; an absent property is the same as an undefined one. */
export const differences = (found: unknown, expected: unknown, pointer = ''): Difference[] => {
  if (Object.is(found, expected)) return [];
  if (!isComposite(found) || !isComposite(expected) || isList(found) !== isList(expected))
    return [{ pointer, found, expected }];
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  return [...names].flatMap((name) =>
    differences(found[name], expected[name], `${pointer}/${escaped(name)}`),
  );
};

const isComposite = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isList = (value: object): boolean => Array.isArray(value);

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
