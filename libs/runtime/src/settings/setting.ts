/** One environment variable: what it is called, what it means, and how its text is read. */
export interface Setting<Value> {
  readonly variable: string;
  /** The default as the documentation shows it. */
  readonly fallback: string;
  readonly meaning: string;
  /** What is allowed, in words; stands in the error message for a wrong value. */
  readonly allowed: string;
  /** A secret's text never appears in a message. */
  readonly secret: boolean;
  /** Reads the text; `undefined` stands for "not set". Answers `wrong` for anything not allowed. */
  readonly read: (text: string | undefined) => Value | typeof wrong;
}

/** What a reader answers for a text that is not allowed. */
export const wrong = Symbol('wrong');

type Description = Omit<Setting<unknown>, 'read' | 'secret'> & { readonly secret?: boolean };
type Reader<Value> = (text: string) => Value | typeof wrong;

/** A setting that may stay unset. */
export const optional = <Value>(
  description: Description,
  reader: Reader<Value>,
): Setting<Value | undefined> => ({
  secret: false,
  ...description,
  read: (text) => (text === undefined ? undefined : reader(text)),
});

/** A setting whose default is a text like any other. */
export const withDefault = <Value>(
  description: Description,
  reader: Reader<Value>,
): Setting<Value> => ({
  secret: false,
  ...description,
  read: (text) => reader(text ?? description.fallback),
});
