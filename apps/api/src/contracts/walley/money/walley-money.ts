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
 * Callers that compute amounts in floating point send numbers such as 0.30000000000000004. Such a
 * number has 15 to 17 digits. A number with fewer digits is taken as written.
 */
const noisyDigitsMin = 15;

/**
 * A number with more digits before the decimal point exceeds every limit on amounts anyway, so it
 * is not rounded.
 */
const wholeDigitsMax = 15;

/**
 * True if the number looks like a result of floating-point arithmetic: 15 or more digits, and more
 * than two decimals. `coefficient` has no trailing zeros.
 */
const isNoisy = ({ coefficient, exponent }: Decimal): boolean =>
  coefficient.length >= noisyDigitsMin && exponent < -2;

/**
 * Rounds a floating-point result to two decimals: 0.30000000000000004 becomes 0.3. Returns
 * undefined if rounding would change the number by more than 1e-6. To stay within that limit, the
 * decimals three to six must be all 0 (round down) or all 9 (round up).
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

/**
 * The decimal exactly as in the body, even if it is 0.30000000000000004 because the caller computed
 * in floating point.
 */
export const exactDecimal = (wire: WireDecimal): Decimal => {
  const decimal = parseDecimal(typeof wire === 'string' ? wire : wire.value);
  if (decimal === undefined) throw new TypeError('A wire decimal was not validated.');
  return decimal;
};

/**
 * An amount or a percentage as a decimal (walley.md, "Every call"). A JSON number is rounded if it
 * looks like a result of floating-point arithmetic, such as 0.30000000000000004. A string is never
 * rounded.
 */
export const walleyDecimal = (wire: WireDecimal): Decimal => {
  const decimal = exactDecimal(wire);
  if (typeof wire === 'string' || !isNoisy(decimal)) return decimal;
  return withoutNoise(decimal) ?? decimal;
};

const quantityDigitsMax = String(quantityMax).length;

/**
 * Converts the decimal to a double. Quantities and percentages are small enough to be compared
 * exactly as doubles.
 */
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
 * A field with a positive integer. A fraction, zero or a negative number is refused with 400
 * (walley.md). Floating-point results such as 2.0000000000000004 are refused as well.
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

/** A field with a percentage from 0 to 100 with at most two decimals. */
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
 * Writes a time as Walley does: ISO 8601 with seven decimals of a second and an offset, such as
 * `2026-11-20T09:59:00.1230000+00:00`.
 */
export const walleyInstant = (instant: Instant): string => instant.replace('Z', '0000+00:00');
