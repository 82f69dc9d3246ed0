import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, read } from '../api/client.js';
import { amountText, moneyText } from './money.js';

const usual = 2;

/** The ledger's table of decimals: what an amount means does not depend on the browser. */
const useDecimals = (): ReadonlyMap<string, number> | undefined =>
  useQuery({
    queryKey: ['currencies'],
    queryFn: () => read(api.GET('/v1/currencies')),
    staleTime: Infinity,
    select: ({ items }) => new Map(items.map(({ currency, decimals }) => [currency, decimals])),
  }).data;

export interface MoneyFormat {
  /** Decimals of the currency; before the table was read, and for unknown codes, two. */
  readonly decimalsOf: (currency: string) => number;
  /** `28,500.00`; `…` before the table of decimals was read. */
  readonly amount: (minor: number, currency: string) => string;
  /** `28,500.00 SEK` */
  readonly money: (minor: number, currency: string) => string;
}

export const useMoney = (): MoneyFormat => {
  const decimals = useDecimals();
  const decimalsOf = useCallback(
    (currency: string) => decimals?.get(currency) ?? usual,
    [decimals],
  );
  return {
    decimalsOf,
    amount: (minor, currency) =>
      decimals === undefined ? '…' : amountText(minor, decimalsOf(currency)),
    money: (minor, currency) =>
      decimals === undefined ? '…' : moneyText(minor, currency, decimalsOf(currency)),
  };
};
