import { parseDecimal } from '#ledger';
import { isJsonNumber, type JsonNumber } from '../../../contract-kit/body/read-json.js';
import { field, type FieldOptions } from './field.js';

const isRate = (value: unknown): boolean => {
  const decimal = isJsonNumber(value) ? parseDecimal(value.value) : undefined;
  if (decimal === undefined || decimal.negative || decimal.exponent < -2) return false;
  // With at most two decimals, a value within bounds has few digits and is exact enough to compare.
  return isJsonNumber(value) && Number(value.value) <= 100;
};

/** The percentage; -0, which JSON can say, is 0. */
export const vatRateOf = ({ value }: JsonNumber): number => Number(value) + 0;

/** A percentage with up to two decimals (ledger.md, "Register"). */
export const VatRate = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      accepts: isRate,
      message: 'must be a number from 0 to 100 with at most two decimals',
      schema: { type: 'number', minimum: 0, maximum: 100, multipleOf: 0.01 },
    },
    { example: 25, ...options },
  );
