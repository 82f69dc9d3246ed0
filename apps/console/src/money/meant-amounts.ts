import { soughtAmount } from './money.js';

/**
 * One reading of a search text as an amount. "346" is 34600 minor units for all currencies with 2
 * decimals, and 346 for all with none.
 */
export interface MeantAmount {
  /**
   * The amount in minor units. The value is the same for all of `currencies`, because they have the
   * same number of decimals.
   */
  readonly minor: number;
  readonly decimals: number;
  readonly currencies: readonly string[];
}

const code = /^[A-Za-z]{3}(?=[\s\d])|(?<=[\d\s.,])[A-Za-z]{3}$/;

/**
 * The currency that the search text names, such as SEK in "346 SEK". Without a name, the text may
 * mean any currency in `usual`.
 */
const currenciesIn = (text: string, usual: readonly string[]): readonly string[] => {
  const [named] = code.exec(text.trim()) ?? [];
  return named === undefined ? usual : [named.toUpperCase()];
};

/**
 * All readings of a search text as an amount, one for each number of decimals. "346" is 34600 in
 * the minor unit of SEK, and 346 in that of JPY. Empty until the ledger's list of currencies was
 * read.
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
