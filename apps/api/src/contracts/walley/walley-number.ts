import { ValidateBy } from 'class-validator';
import { quantityMax } from '#ledger';
import type { Decimal } from '#ledger';
import { isWireDecimal, type WireDecimal } from '../../contract-kit/body/fields.js';
import { exactDecimal, walleyDecimal } from './walley-decimal.js';

const quantityDigitsMax = String(quantityMax).length;

/** Only for decimals already known to be small. */
const numberOf = ({ negative, coefficient, exponent }: Decimal): number =>
  Number(`${negative ? '-' : ''}${coefficient}e${exponent}`);

const isQuantity = (decimal: Decimal): boolean => {
  const { negative, coefficient, exponent } = decimal;
  return (
    !negative &&
    coefficient !== '0' &&
    exponent >= 0 &&
    coefficient.length + exponent <= quantityDigitsMax &&
    numberOf(decimal) <= quantityMax
  );
};

const isPercentage = (decimal: Decimal): boolean =>
  !decimal.negative && decimal.exponent >= -2 && numberOf(decimal) <= 100;

/** A validated quantity or percentage as a number. */
export const walleyNumber = (wire: WireDecimal): number => numberOf(walleyDecimal(wire));

/** The field is a positive integer (walley.md: fractional, zero or negative is 400); noise is a fraction here. */
export const IsQuantity = (): PropertyDecorator =>
  ValidateBy({
    name: 'isQuantity',
    validator: {
      validate: (value) => isWireDecimal(value) && isQuantity(exactDecimal(value)),
      defaultMessage: () => `must be an integer from 1 to ${quantityMax}`,
    },
  });

/** The field is a percentage from 0 to 100 with at most two decimals. */
export const IsPercentage = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPercentage',
    validator: {
      validate: (value) => isWireDecimal(value) && isPercentage(walleyDecimal(value)),
      defaultMessage: () => 'must be a percentage from 0 to 100 with at most two decimals',
    },
  });
