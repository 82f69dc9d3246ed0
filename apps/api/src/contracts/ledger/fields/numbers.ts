import { parseDecimal, quantityMax } from '#ledger';
import { isJsonNumber, type JsonNumber } from '../../../contract-kit/body/read-json.js';
import { field, type FieldOptions, type FieldRule } from '../../../contract-kit/body/fields.js';

const signedDigits = /^-?\d+$/;

/**
 * Accepts only digits. 95.0 and 9.5e3 are whole numbers too, but a sender who writes a decimal
 * point probably does not count in minor units.
 */
const isWhole = (value: unknown): value is JsonNumber =>
  isJsonNumber(value) && signedDigits.test(value.value);

/**
 * The value of the number. A number above the largest safe integer is reduced to that integer,
 * which is still refused as too large.
 */
export const integerOf = ({ value }: JsonNumber): number => {
  // Adding 0 turns -0, which JSON allows, into 0.
  const number = Number(value) + 0;
  return Math.min(Math.max(number, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
};

/**
 * A rule for amounts in the currency's minor unit. The rule sets no maximum, because the domain
 * checks the size of amounts.
 */
export const minorUnitsRule = {
  accepts: isWhole,
  message: "must be an integer in the currency's minor unit, in digits alone",
  schema: { type: 'integer', format: 'int64' },
} as const satisfies FieldRule;

/** An amount in the currency's minor unit. */
export const MinorUnits = (options: FieldOptions = {}): PropertyDecorator =>
  field(minorUnitsRule, options);

/** A field with the number of pieces of an article. */
export const Quantity = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) =>
        isWhole(value) && integerOf(value) >= 1 && integerOf(value) <= quantityMax,
      message: `must be an integer from 1 to ${quantityMax}`,
      schema: { type: 'integer', minimum: 1, maximum: quantityMax },
    },
    options,
  );

const isRate = (value: unknown): boolean => {
  const decimal = isJsonNumber(value) ? parseDecimal(value.value) : undefined;
  if (decimal === undefined || decimal.negative || decimal.exponent < -2) return false;
  // Values with more than two decimals were refused above, so a comparison as a double is exact.
  return isJsonNumber(value) && Number(value.value) <= 100;
};

/** The percentage; -0, which JSON allows, becomes 0. */
export const vatRateOf = ({ value }: JsonNumber): number => Number(value) + 0;

/** A field with a percentage of up to two decimals (ledger.md, "Register"). */
export const VatRate = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: isRate,
      message: 'must be a number from 0 to 100 with at most two decimals',
      schema: { type: 'number', minimum: 0, maximum: 100, multipleOf: 0.01 },
    },
    { example: 25, ...options },
  );

interface QueryNumberOptions extends FieldOptions {
  readonly least: number;
  readonly most: number;
}

const digits = /^(?:0|-?[1-9]\d{0,15})$/;

/** A parameter of the query that is a whole number: only digits, without leading zeros. */
export const QueryNumber = ({ least, most, ...options }: QueryNumberOptions): PropertyDecorator =>
  field(
    {
      accepts: (value) =>
        typeof value === 'string' &&
        digits.test(value) &&
        Number(value) >= least &&
        Number(value) <= most,
      message: `must be a whole number from ${least} to ${most}`,
      schema: { type: 'integer', minimum: least, maximum: most },
    },
    { optional: true, ...options },
  );

/** The parameter `limit` of a list: 1 to 1,000, and `byDefault` if it is left out. */
export const Limit = (what: string, byDefault: number): PropertyDecorator =>
  QueryNumber({
    least: 1,
    most: 1000,
    description: `${what} in the page, 1 to 1000; ${byDefault} if left out`,
  });
