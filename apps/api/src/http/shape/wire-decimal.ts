import { ValidateBy } from 'class-validator';
import { isJsonNumber } from '../json/json-value.js';
import type { JsonNumber } from '../json/json-value.js';

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
