import { quantityMax } from '#ledger';
import { isJsonNumber, type JsonNumber } from '../../../contract-kit/body/read-json.js';
import { field, type FieldOptions } from './field.js';

const digits = /^-?\d+$/;

/**
 * Only digits: 95.0 and 9.5e3 are refused although they are whole, because in an API that counts minor units a decimal
 * point means that the sender counts something else.
 */
const isWhole = (value: unknown): value is JsonNumber =>
  isJsonNumber(value) && digits.test(value.value);

/** The number; one that outgrows a double's integers becomes the largest of them, which every rule finds too large. */
export const wholeNumber = ({ value }: JsonNumber): number => {
  // Adding 0 turns -0, which JSON can say and a ledger need not, into 0.
  const number = Number(value) + 0;
  return Math.min(Math.max(number, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
};

/** An amount in the currency's minor unit. How large it may be, the domain says. */
export const MinorUnits = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: isWhole,
      message: "must be an integer in the currency's minor unit, in digits alone",
      schema: { type: 'integer', format: 'int64' },
    },
    options,
  );

/** How many of an article. */
export const Quantity = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: (value) =>
        isWhole(value) && wholeNumber(value) >= 1 && wholeNumber(value) <= quantityMax,
      message: `must be an integer from 1 to ${quantityMax}`,
      schema: { type: 'integer', minimum: 1, maximum: quantityMax },
    },
    options,
  );
