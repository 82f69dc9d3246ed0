import { ValidateBy } from 'class-validator';
import { isJsonNumber, type JsonNumber } from './read-json.js';

/** The field is a string of at most so many characters (contracts/README.md, "Rules for all of them"). */
export const IsText = (charactersMax: number): PropertyDecorator =>
  ValidateBy({
    name: 'isText',
    validator: {
      validate: (value) => typeof value === 'string' && Array.from(value).length <= charactersMax,
      defaultMessage: () => `must be a string of at most ${charactersMax} characters`,
    },
  });

/** A decimal as a body gave it: a JSON number with its text kept, or a numeric string. */
export type WireDecimal = JsonNumber | string;

/** `-?digits[.digits]`: no exponent, no sign `+`, no blanks (walley.md, "Every call"). */
const numericString = /^-?\d+(?:\.\d+)?$/;
const numericStringCharactersMax = 256;

export const isWireDecimal = (value: unknown): value is WireDecimal =>
  typeof value === 'string'
    ? value.length <= numericStringCharactersMax && numericString.test(value)
    : isJsonNumber(value);

/** The field is a number or a numeric string. Its value is judged by the domain, which knows the currency. */
export const IsWireDecimal = (): PropertyDecorator =>
  ValidateBy({
    name: 'isWireDecimal',
    validator: {
      validate: isWireDecimal,
      defaultMessage: () => 'must be a number or a numeric string',
    },
  });
