import { soughtAmount } from './money.js';

/** An amount that a text can mean, in currencies that have the same number of decimals. */
export interface MeantAmount {
  /** The amount in the minor unit of the currencies. */
  readonly minor: number;
  readonly decimals: number;
  readonly currencies: readonly string[];
}

const code = /^[A-Za-z]{3}(?=[\s\d])|(?<=[\d\s.,])[A-Za-z]{3}$/;

/** The currency that the text names, or else the usual currencies. */
const currenciesIn = (text: string, usual: readonly string[]): readonly string[] => {
  const [named] = code.exec(text.trim()) ?? [];
  return named === undefined ? usual : [named.toUpperCase()];
};

/**
 * The amounts that the text of a search can mean, one for each number of decimals: "346" is 34600
 * in the minor unit of SEK, and 346 in that of JPY. Empty before the decimals are known.
 */
export const meantAmounts = (
  text: string,
  usual: readonly string[],
  decimalsOf: (currency: string) => number | undefined,
): readonly MeantAmount[] => {
  const meant = new Map<number, MeantAmount>();
  for (const currency of new Set(currenciesIn(text, usual))) {
    const decimals = decimalsOf(currency);
    const minor = decimals === undefined ? undefined : soughtAmount(text, decimals);
    if (decimals === undefined || minor === undefined) continue;
    const { currencies = [] } = meant.get(decimals) ?? {};
    meant.set(decimals, { minor, decimals, currencies: [...currencies, currency] });
  }
  return [...meant.values()];
};
