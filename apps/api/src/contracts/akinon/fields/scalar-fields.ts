import { parseDecimal } from '#ledger';
import { isJsonNumber, isObject, type JsonValue } from '../../../contract-kit/body/read-json.js';
import { notNull, type ReadField, required, wrong } from './field-errors.js';

/** The name that Python has for the type of a value. */
export const pythonTypeOf = (value: JsonValue): string => {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (isJsonNumber(value)) return /^-?\d+$/.test(value.value) ? 'int' : 'float';
  return isObject(value) ? 'dict' : 'list';
};

interface TextRules {
  /** Code points. */
  readonly charactersMax: number;
  /** Blanks at both ends stay: of a password. */
  readonly keepsBlanks?: true;
}

const blank = 'This field may not be blank.';
const noText = 'Not a valid string.';
const nul = 'Null characters are not allowed.';

/** A number is taken as its digits. */
const textIn = (value: JsonValue): string | undefined => {
  if (typeof value === 'string') return value;
  if (!isJsonNumber(value)) return undefined;
  return /^-?\d+$/.test(value.value) ? String(BigInt(value.value)) : value.value;
};

/** A text that is not blank. */
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
/** No integer that is looked up has more digits. */
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

/** An integer: a number without a fraction, or its digits as a text. */
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
