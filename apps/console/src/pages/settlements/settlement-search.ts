import type { MeantAmount } from '../../money/meant-amounts.js';

export type PayoutFilter = '' | 'paid' | 'due';

/** A search in the list of settlements. */
export interface SettlementSearch {
  /** The bank's reference of a payout, a total, or a number: `no. 7`. */
  readonly text: string;
  readonly store: string;
  readonly payout: PayoutFilter;
}

const isPayout = (text: string): text is PayoutFilter => ['', 'paid', 'due'].includes(text);

export const searchIn = (parameters: URLSearchParams): SettlementSearch => {
  const payout = parameters.get('payout') ?? '';
  return {
    text: parameters.get('q') ?? '',
    store: parameters.get('store') ?? '',
    payout: isPayout(payout) ? payout : '',
  };
};

export const parametersOf = ({ text, store, payout }: SettlementSearch): URLSearchParams =>
  new URLSearchParams(
    Object.entries({ q: text, store, payout }).filter(([, value]) => value !== ''),
  );

const numbered = /^(?:no\.?|nr\.?|#)\s*(?<number>[1-9]\d{0,8})$/i;

type Words = { number?: number } | { total?: number; decimals?: number } | { q?: string };

const minus = /^[-−]\s*/;

/** The amount in the text of a search, without the sign of a total below zero. */
export const unsignedText = ({ text }: SettlementSearch): string => text.trim().replace(minus, '');

/**
 * The words of a query: `no. 7` and `#7` are searched as the number of a settlement, an amount as
 * its total, and any other text as the reference of its payout.
 */
const wordsOf = (text: string, amount: MeantAmount | undefined): Words => {
  if (text === '') return {};
  const { number } = numbered.exec(text)?.groups ?? {};
  if (number !== undefined) return { number: Number(number) };
  if (amount === undefined) return { q: text };
  const { minor, decimals } = amount;
  return { total: minus.test(text) ? -minor : minor, decimals };
};

/** The parameters of `GET /v1/settlements`. `amount` is the amount that the text can be, if any. */
export const settlementQueryOf = (
  { text, store, payout }: SettlementSearch,
  amount: MeantAmount | undefined,
) => ({
  ...wordsOf(text.trim(), amount),
  ...(store !== '' && { store }),
  ...(payout !== '' && { payout }),
});
