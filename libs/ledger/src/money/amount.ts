/**
 * An exact decimal of a request, in major units: `coefficient × 10^exponent`. The coefficient has
 * no leading or trailing zeros, and zero is `{ coefficient: '0', exponent: 0 }`, so that all
 * spellings of a value are equal. A huge exponent is stored, but never expanded into digits.
 */
export interface Decimal {
  readonly negative: boolean;
  readonly coefficient: string;
  readonly exponent: number;
}

/**
 * An amount as a request gave it. An API contract in major units passes on the exact decimal
 * without checking its decimals. The number of decimals allowed depends on the order's currency,
 * and the order is read later, when the command is decided.
 */
export type RequestedAmount =
  | { readonly unit: 'minor'; readonly value: number }
  | { readonly unit: 'major'; readonly value: Decimal };

/**
 * The largest amount, in minor units: 12 digits (domain.md, "Limits"). Sums of such amounts are
 * safe integers.
 */
export const maxAmount = 999_999_999_999;

export const withinLimit = (amount: number): boolean => amount <= maxAmount && amount >= -maxAmount;

const writtenDecimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * The limit of an exponent in both directions, so that it is always a safe integer. An exponent
 * beyond the limit is replaced by the limit. The checks reject the amount with either exponent,
 * because it is too large or has too many decimals.
 */
const maxExponent = 1_000_000_000;

const zero: Decimal = { negative: false, coefficient: '0', exponent: 0 };

const isZero = (digits: string, index: number): boolean => digits.charCodeAt(index) === 48;

/**
 * Reads a decimal exactly, such as `285`, `285.00`, `-0.5` or `2.85e2`; `undefined` for any other
 * text. An API contract may accept fewer spellings (walley.md: no exponent in strings).
 */
export const parseDecimal = (text: string): Decimal | undefined => {
  const match = writtenDecimal.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const digits = whole + fraction;

  // Zeros are removed with loops, because a regular expression takes quadratic time for a long run
  // of zeros.
  let start = 0;
  while (start < digits.length && isZero(digits, start)) start += 1;
  if (start === digits.length) return zero;
  let end = digits.length;
  while (isZero(digits, end - 1)) end -= 1;

  const exponent = Math.max(-maxExponent, Math.min(maxExponent, Number(power)));
  return {
    negative: sign === '-',
    coefficient: digits.slice(start, end),
    exponent: exponent - fraction.length + (digits.length - end),
  };
};

/**
 * A request may have at most two decimals, even in a currency with three (walley.md, "Every call").
 */
const maxDecimals = 2;

const maxDigits = String(maxAmount).length;

export const isNegative = ({ unit, value }: RequestedAmount): boolean =>
  unit === 'minor' ? value < 0 : value.negative;

/**
 * True if the amount has more decimals than its currency, or more than two. An amount in minor
 * units must be whole.
 */
export const hasTooManyDecimals = (amount: RequestedAmount, decimalsMax: number): boolean =>
  amount.unit === 'minor'
    ? Number.isFinite(amount.value) && !Number.isInteger(amount.value)
    : -amount.value.exponent > Math.min(maxDecimals, decimalsMax);

/**
 * The exact amount in minor units; infinite if it has more than 12 digits, so that every comparison
 * finds it too large. The amount must have passed `hasTooManyDecimals`.
 */
export const minorUnits = (amount: RequestedAmount, decimals: number): number => {
  if (amount.unit === 'minor') {
    if (Math.abs(amount.value) <= maxAmount) return amount.value;
    return amount.value < 0 ? -Infinity : Infinity;
  }
  const { negative, coefficient, exponent } = amount.value;
  if (coefficient === '0') return 0;
  const zeros = exponent + decimals;
  const size =
    coefficient.length + zeros > maxDigits ? Infinity : Number(coefficient + '0'.repeat(zeros));
  return negative ? -size : size;
};

/** The exact amount in minor units; NaN if `hasTooManyDecimals` is true for it. */
export const exactMinorUnits = (amount: RequestedAmount, decimals: number): number =>
  hasTooManyDecimals(amount, decimals) ? NaN : minorUnits(amount, decimals);

const byDecimals: readonly (readonly [decimals: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
     CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
     GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD
     LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
     PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
     SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

/**
 * The currencies of ISO 4217 with their number of decimals, as of 1 January 2026. The ledger has
 * its own table instead of `Intl` (domain.md, "Order"), because the meaning of a stored amount must
 * not change with the version of the runtime. Codes without a minor unit, such as metals, are left
 * out.
 */
export const currencies: ReadonlyMap<string, number> = new Map(
  byDecimals.flatMap(([decimals, codes]) =>
    codes.split(/\s+/).map((code) => [code, decimals] as const),
  ),
);

/**
 * Number of decimals of a currency's minor unit: 2 for `SEK`, 0 for `JPY`. Throws on a code that is
 * not in the table.
 */
export const currencyDecimals = (code: string): number => {
  const decimals = currencies.get(code);
  if (decimals === undefined) throw new RangeError(`"${code}" is no ISO 4217 currency`);
  return decimals;
};

/** The currencies that have this number of decimals. */
export const currenciesWith = (decimals: number): readonly string[] =>
  [...currencies].filter(([, own]) => own === decimals).map(([code]) => code);

/**
 * Writes an amount in minor units as exact decimal text in major units: in `SEK`, 28500 becomes
 * `285.00` and -5 becomes `-0.05`.
 */
export const formatMinor = (amount: number, currency: string): string => {
  const decimals = currencyDecimals(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction}`;
};

/**
 * Converts an amount in minor units to a number in major units for JSON: in `SEK`, 28500 becomes
 * 285 and 30 becomes 0.3. A double holds 15 digits and an amount has at most 12, so JSON shows the
 * exact amount. For responses only, never for calculations.
 */
export const majorUnits = (amount: number, currency: string): number =>
  Number(formatMinor(amount, currency));

/**
 * Divides an amount in proportion to the weights, by the method of the largest remainder: parts are
 * rounded down, and the parts with the largest remainders get one unit more, until the parts add up
 * to the amount. Of equal remainders the first is rounded up. A negative weight gets a negative
 * part. The sum of the weights must be above 0.
 */
export const divideAmount = (amount: number, weights: readonly number[]): number[] => {
  const divisor = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
  if (divisor <= 0n) throw new RangeError('The weights do not come to more than 0');
  const shares = weights.map((weight, index) => {
    const exact = BigInt(amount) * BigInt(weight);
    // The quotient is rounded towards minus infinity, so that each remainder is at least 0 and
    // below the divisor.
    const remainder = ((exact % divisor) + divisor) % divisor;
    return { index, part: Number((exact - remainder) / divisor), remainder };
  });
  const parts = shares.map(({ part }) => part);
  const open = amount - parts.reduce((sum, part) => sum + part, 0);
  const largestFirst = shares.toSorted((a, b) => compare(b.remainder, a.remainder));
  for (const { index, part } of largestFirst.slice(0, open)) parts[index] = part + 1;
  return parts;
};

const compare = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1);
