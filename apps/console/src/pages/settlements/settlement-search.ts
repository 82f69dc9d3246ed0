import type { MeantAmount } from '../../money/meant-amounts.js';

export type PayoutFilter = '' | 'paid' | 'due';

export interface SettlementSearch {
  /**
   * The search text: the bank's reference of a payout, a total, or a settlement's number such as
   * `no. 7`.
   */
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

/** The search text without a leading minus sign, because the amount parser accepts no sign. */
export const unsignedText = ({ text }: SettlementSearch): string => text.trim().replace(minus, '');

/**
 * Turns the search text into query parameters. `no. 7` and `#7` look for a settlement's number, and
 * an amount looks for a settlement's total. Any other text looks for the bank's reference of a
 * payout.
 */
const wordsOf = (text: string, amount: MeantAmount | undefined): Words => {
  if (text === '') return {};
  const { number } = numbered.exec(text)?.groups ?? {};
  if (number !== undefined) return { number: Number(number) };
  if (amount === undefined) return { q: text };
  const { minor, decimals } = amount;
  return { total: minus.test(text) ? -minor : minor, decimals };
};

/**
 * The query parameters of `GET /v1/settlements`. `amount` is absent if the text cannot be an
 * amount.
 */
export const settlementQueryOf = (
  { text, store, payout }: SettlementSearch,
  amount: MeantAmount | undefined,
) => ({
  ...wordsOf(text.trim(), amount),
  ...(store !== '' && { store }),
  ...(payout !== '' && { payout }),
});
