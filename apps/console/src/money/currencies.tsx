import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { api, read } from '../api/client.js';
import { amountText, moneyText, wholeText } from './money.js';

const usual = 2;

type Decimals = ReadonlyMap<string, number>;

export interface MoneyFormat {
  /**
   * False until the number of decimals of each currency was read from the ledger. Until then no
   * amount can be typed or sent.
   */
  readonly isKnown: boolean;
  /**
   * The number of decimals of a currency, such as 2 for SEK and 0 for JPY. An unknown code has 2.
   * `undefined` until the ledger's list of currencies was read.
   */
  readonly decimalsOf: (currency: string) => number | undefined;
  /**
   * An amount as text, such as `28,500.00`. The text is `…` until the ledger's list of currencies
   * was read.
   */
  readonly amount: (minor: number, currency: string) => string;
  /** An amount as text with its currency: `28,500.00 SEK`. */
  readonly money: (minor: number, currency: string) => string;
  /** An amount for the axis of a plot: `28,500`, or `0.50` if there is a fraction. */
  readonly short: (minor: number, currency: string) => string;
}

const formatWith = (decimals: Decimals | undefined): MoneyFormat => {
  const ofKnown = (currency: string): number => decimals?.get(currency) ?? usual;
  const shown =
    (text: (minor: number, currency: string) => string) =>
    (minor: number, currency: string): string =>
      decimals === undefined ? '…' : text(minor, currency);
  return {
    isKnown: decimals !== undefined,
    decimalsOf: (currency) => (decimals === undefined ? undefined : ofKnown(currency)),
    amount: shown((minor, currency) => amountText(minor, ofKnown(currency))),
    money: shown((minor, currency) => moneyText(minor, currency, ofKnown(currency))),
    short: shown((minor, currency) => wholeText(minor, ofKnown(currency))),
  };
};

const FormatContext = createContext(formatWith(undefined));

/**
 * Reads the number of decimals of every currency from the ledger, once for the whole console. The
 * tables in browsers are not used, because they may differ from the ledger's.
 */
export const MoneyProvider = ({ children }: { children: ReactNode }) => {
  const { data } = useQuery({
    queryKey: ['currencies'],
    queryFn: () => read(api.GET('/v1/currencies')),
    staleTime: Infinity,
  });
  const format = useMemo(
    () =>
      formatWith(data && new Map(data.items.map(({ currency, decimals }) => [currency, decimals]))),
    [data],
  );
  return <FormatContext value={format}>{children}</FormatContext>;
};

export const useMoney = (): MoneyFormat => useContext(FormatContext);
