import { typedAmount } from '../../money/money.js';

export type PayoutFilter = '' | 'paid' | 'due';

/** A search in the list of settlements. */
export interface SettlementSearch {
  /** The bank's reference of a payout, or a total. */
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

const looksLikeAmount = /^-?[\d\s]+(?:[.,]\d+)?$/;

/** A text of digits alone is a total; anything else is the reference of a payout. */
const wordsOf = (text: string, decimals: number): { total?: number; payoutReference?: string } => {
  if (text === '') return {};
  const sign = text.startsWith('-') ? -1 : 1;
  const total = looksLikeAmount.test(text)
    ? typedAmount(text.replace(/^-/, ''), decimals)
    : undefined;
  return total === undefined ? { payoutReference: text } : { total: sign * total };
};

/** The parameters of `GET /v1/settlements`. */
export const settlementQueryOf = ({ text, store, payout }: SettlementSearch, decimals: number) => ({
  ...wordsOf(text.trim(), decimals),
  ...(store !== '' && { store }),
  ...(payout !== '' && { payout }),
});
