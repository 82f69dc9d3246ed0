import { soughtAmount } from '../../money/money.js';

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

type Words = { number?: number } | { total?: number } | { q?: string };

/** `no. 7` and `#7` are a number, an amount is a total, anything else the reference of a payout. */
const wordsOf = (text: string, decimals: number): Words => {
  if (text === '') return {};
  const { number } = numbered.exec(text)?.groups ?? {};
  if (number !== undefined) return { number: Number(number) };
  const isBelow = /^[-−]/.test(text);
  const total = soughtAmount(text.replace(/^[-−]/, ''), decimals);
  if (total === undefined) return { q: text };
  return { total: isBelow ? -total : total };
};

/** The parameters of `GET /v1/settlements`. */
export const settlementQueryOf = ({ text, store, payout }: SettlementSearch, decimals: number) => ({
  ...wordsOf(text.trim(), decimals),
  ...(store !== '' && { store }),
  ...(payout !== '' && { payout }),
});
