import { parseDecimal } from '#ledger';
import { isJsonNumber, isObject, type JsonValue } from '../../../contract-kit/body/read-json.js';

/**
 * The errors of a request, in the same structure as the request's body. A wrong field has a list of
 * texts. A list has one entry for each item, and an object has one member for each field.
 */
export type FieldErrors =
  string | readonly FieldErrors[] | { readonly [name: string]: FieldErrors };

/** The value of a field, or the errors found in it. */
export type ReadField<Value> = { readonly value: Value } | { readonly errors: FieldErrors };

export const wrong = (...errors: readonly string[]): { readonly errors: readonly string[] } => ({
  errors,
});

export const required = 'This field is required.';
export const notNull = 'This field may not be null.';

/** The errors of all wrong fields, by field name; undefined if no field is wrong. */
export const errorsIn = (
  fields: Readonly<Record<string, ReadField<unknown>>>,
): { readonly [name: string]: FieldErrors } | undefined => {
  const found = Object.entries(fields).flatMap(([name, field]) =>
    'errors' in field ? [[name, field.errors] as const] : [],
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
};

/**
 * The value of a field without errors. Callers first use `errorsIn` and refuse the request if a
 * field has errors.
 *
 * @throws TypeError for a field with errors
 */
export const valueOf = <Value>(field: ReadField<Value>): Value => {
  if ('errors' in field) throw new TypeError('A field with errors has no value');
  return field.value;
};

/** Akinon's error messages name the type of a JSON value as Python does: an object is a `dict`. */
export const pythonTypeOf = (value: JsonValue): string => {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (isJsonNumber(value)) return /^-?\d+$/.test(value.value) ? 'int' : 'float';
  return isObject(value) ? 'dict' : 'list';
};

interface TextRules {
  /** The maximum length of the text in Unicode code points. */
  readonly charactersMax: number;
  /** If true, blanks at both ends of the text are kept, because they may be part of a password. */
  readonly keepsBlanks?: true;
}

const blank = 'This field may not be blank.';
const noText = 'Not a valid string.';
const nul = 'Null characters are not allowed.';

/** The text of a string, or the digits of a number; undefined for other types. */
const textIn = (value: JsonValue): string | undefined => {
  if (typeof value === 'string') return value;
  if (!isJsonNumber(value)) return undefined;
  return value.value === '-0' ? '0' : value.value;
};

/** Reads a text that must not be blank. */
export const readText = (
  value: JsonValue | undefined,
  { charactersMax, keepsBlanks }: TextRules,
): ReadField<string> => {
  if (value === undefined) return wrong(required);
  if (value === null) return wrong(notNull);
  const given = textIn(value);
  if (given === undefined) return wrong(noText);
  if (given.trim() === '') return wrong(blank);
  const text = keepsBlanks ? given : given.trim();
  const errors = [
    ...(Array.from(text).length > charactersMax
      ? [`Ensure this field has no more than ${charactersMax} characters.`]
      : []),
    ...(text.includes('\0') ? [nul] : []),
  ];
  return errors.length > 0 ? wrong(...errors) : { value: text };
};

const noInteger = 'A valid integer is required.';
const integerText = /^\s*([+-]?\d{1,1000})(?:\.0*)?\s*$/;
/**
 * Longer numbers are refused before they are converted, because converting millions of digits would
 * block the process.
 */
const digitsMax = 1_000;

const integerOfNumber = (text: string): bigint | undefined => {
  const decimal = parseDecimal(text);
  if (decimal === undefined || decimal.exponent < 0) return undefined;
  const { negative, coefficient, exponent } = decimal;
  if (coefficient.length + exponent > digitsMax) return undefined;
  return BigInt(`${negative ? '-' : ''}${coefficient}${'0'.repeat(exponent)}`);
};

const integerIn = (value: JsonValue): bigint | undefined => {
  if (isJsonNumber(value)) return integerOfNumber(value.value);
  const [, digits] = (typeof value === 'string' && integerText.exec(value)) || [];
  return digits === undefined ? undefined : BigInt(digits.replace('+', ''));
};

/** Reads an integer, given as a number without a fraction (`1`, `1.0`, `1e2`) or as a string. */
export const readInteger = (
  value: JsonValue | undefined,
  { least }: { readonly least?: bigint } = {},
): ReadField<bigint> => {
  if (value === undefined) return wrong(required);
  if (value === null) return wrong(notNull);
  const integer = integerIn(value);
  if (integer === undefined) return wrong(noInteger);
  return least !== undefined && integer < least
    ? wrong(`Ensure this value is greater than or equal to ${least}.`)
    : { value: integer };
};
