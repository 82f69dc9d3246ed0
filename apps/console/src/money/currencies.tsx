import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { api, read } from '../api/client.js';
import { amountText, moneyText, wholeText } from './money.js';

const usual = 2;

type Decimals = ReadonlyMap<string, number>;

export interface MoneyFormat {
  /** False before the decimals were read: until then no amount can be typed or sent. */
  readonly isKnown: boolean;
  /** Number of decimals of a currency, 2 for unknown codes; undefined before they were read. */
  readonly decimalsOf: (currency: string) => number | undefined;
  /** `28,500.00`; `…` before the decimals were read. */
  readonly amount: (minor: number, currency: string) => string;
  /** `28,500.00 SEK` */
  readonly money: (minor: number, currency: string) => string;
  /** An amount for the axis of a plot: `28,500`, and `0.50` if it is not a whole number. */
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
 * Reads the decimals of all currencies from the ledger, once for the whole console. Browsers have
 * tables of their own, which may differ from the ledger's.
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
