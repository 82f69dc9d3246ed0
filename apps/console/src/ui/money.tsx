import { useMoney } from '../money/currencies.js';

interface MoneyProps {
  /** In the currency's minor unit. */
  readonly minor: number;
  readonly currency: string;
  /** Without the currency's code, where a column names it. */
  readonly bare?: boolean;
}

export const Money = ({ minor, currency, bare = false }: MoneyProps) => {
  const { amount, money } = useMoney();
  return <span className="nowrap">{bare ? amount(minor, currency) : money(minor, currency)}</span>;
};
