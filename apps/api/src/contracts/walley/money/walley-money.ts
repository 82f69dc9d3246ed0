import {
  type Decimal,
  type Instant,
  majorUnits,
  type OrderBalance,
  parseDecimal,
  type PaymentMethod,
  quantityMax,
} from '#ledger';
import {
  field,
  type FieldOptions,
  isWireDecimal,
  numberOrString,
  type WireDecimal,
} from '../../../contract-kit/body/fields.js';

/**
 * Floating-point arithmetic leaves numbers of 15 to 17 digits. A number with fewer digits was meant
 * as written.
 */
const noisyDigitsMin = 15;

/**
 * A number with more digits before the point exceeds every limit on amounts, with noise or without.
 */
const wholeDigitsMax = 15;

/**
 * True for a number with the many digits that floating-point arithmetic leaves. The digits are
 * those of the coefficient, which has no trailing zeros.
 */
const isNoisy = ({ coefficient, exponent }: Decimal): boolean =>
  coefficient.length >= noisyDigitsMin && exponent < -2;

/**
 * The value with two decimals that a noisy number stands for: 0.3 for 0.30000000000000004;
 * `undefined` if no such value is within 1e-6. A number that close has the decimals three to six
 * all 0 if it is above the value, and all 9 if it is below.
 */
const withoutNoise = ({ negative, coefficient, exponent }: Decimal): Decimal | undefined => {
  const decimals = -exponent;
  const wholeLength = Math.max(0, coefficient.length - decimals);
  if (wholeLength > wholeDigitsMax) return undefined;
  const leadingZeros = Math.min(6, Math.max(0, decimals - coefficient.length));
  const fraction = '0'.repeat(leadingZeros) + coefficient.slice(wholeLength, wholeLength + 6);
  const tail = fraction.slice(2, 6);
  const isAbove = tail === '0000' || (tail === '0001' && decimals === 6);
  if (!isAbove && tail !== '9999') return undefined;
  const below = BigInt(coefficient.slice(0, wholeLength) + fraction.slice(0, 2));
  const hundredths = isAbove ? below : below + 1n;
  return parseDecimal(`${negative ? '-' : ''}${hundredths.toString()}e-2`);
};

/** The decimal exactly as the body has it, floating-point noise included. */
export const exactDecimal = (wire: WireDecimal): Decimal => {
  const decimal = parseDecimal(typeof wire === 'string' ? wire : wire.value);
  if (decimal === undefined) throw new TypeError('A wire decimal was not validated.');
  return decimal;
};

/**
 * The decimal of an amount or percentage (walley.md, "Every call"): the floating-point noise of a
 * number is removed; a string is used unchanged.
 */
export const walleyDecimal = (wire: WireDecimal): Decimal => {
  const decimal = exactDecimal(wire);
  if (typeof wire === 'string' || !isNoisy(decimal)) return decimal;
  return withoutNoise(decimal) ?? decimal;
};

const quantityDigitsMax = String(quantityMax).length;

/** The decimal as a double, which is exact enough for the small decimals that callers pass. */
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

/**
 * A positive integer (walley.md: fractional, zero or negative is 400). Floating-point noise counts
 * as a fraction.
 */
export const QuantityField = (options: FieldOptions): PropertyDecorator =>
  field(
    {
      accepts: (value) => isWireDecimal(value) && isQuantity(exactDecimal(value)),
      message: `must be an integer from 1 to ${quantityMax}`,
      schema: numberOrString,
    },
    options,
  );

/** A percentage from 0 to 100 with at most two decimals. */
export const PercentageField = (options: FieldOptions): PropertyDecorator =>
  field(
    {
      accepts: (value) => isWireDecimal(value) && isPercentage(walleyDecimal(value)),
      message: 'must be a percentage from 0 to 100 with at most two decimals',
      schema: numberOrString,
    },
    options,
  );

/**
 * The sum of the captured, requested and uncaptured amounts. Cancellations reduce it; captures and
 * refunds do not (walley.md).
 */
export const totalAmount = (
  order: Pick<OrderBalance, 'captured' | 'requested' | 'remaining' | 'currency'>,
): number => majorUnits(order.captured + order.requested + order.remaining, order.currency);

export const walleyPaymentMethods: Readonly<Record<PaymentMethod, string>> = {
  invoice: 'Invoice',
  card: 'Card',
};

/**
 * ISO 8601 with seven fractional digits and an offset, as Walley writes times:
 * `2026-11-20T09:59:00.1230000+00:00`.
 */
export const walleyInstant = (instant: Instant): string => instant.replace('Z', '0000+00:00');
