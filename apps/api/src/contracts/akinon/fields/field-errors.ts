/** The errors of a body, in its own shape: texts of a field, one entry for each item of a list. */
export type FieldErrors =
  string | readonly FieldErrors[] | { readonly [name: string]: FieldErrors };

/** A field as it was read, or what is wrong with it. */
export type ReadField<Value> = { readonly value: Value } | { readonly errors: FieldErrors };

export const wrong = (...errors: readonly string[]): { readonly errors: readonly string[] } => ({
  errors,
});

export const required = 'This field is required.';
export const notNull = 'This field may not be null.';

/** The errors of fields that have some, by name; `undefined` if none has. */
export const errorsIn = (
  fields: Readonly<Record<string, ReadField<unknown>>>,
): { readonly [name: string]: FieldErrors } | undefined => {
  const found = Object.entries(fields).flatMap(([name, field]) =>
    'errors' in field ? [[name, field.errors] as const] : [],
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
};

/** The value of a field without errors. */
export const valueOf = <Value>(field: ReadField<Value>): Value => {
  if ('errors' in field) throw new TypeError('A field with errors has no value');
  return field.value;
};
