/** Where a value stands in a body (names and list indexes) or, for a header or a parameter, its one name. */
export type FieldPath = readonly (string | number)[];

/** One field of wrong shape. */
export interface Violation {
  readonly path: FieldPath;
  /** What is wrong, without the field's name: "must be a boolean". */
  readonly message: string;
}

/** `items[0].unitPrice`; `body` for the body as a whole. */
export const fieldName = (path: FieldPath): string =>
  path.length === 0
    ? 'body'
    : path.reduce<string>((name, step) => {
        if (typeof step === 'number') return `${name}[${step}]`;
        return name === '' ? step : `${name}.${step}`;
      }, '');
