import type { OrderStatus } from '../../api/types.js';
import type { MeantAmount } from '../../money/meant-amounts.js';

/** A text can be a part of a number, a reference or a name, or an amount. */
export type SearchBy = 'text' | 'amount';

/** A search in the list of orders; it stands in the page's address. */
export interface OrderSearch {
  readonly text: string;
  /** The meaning of the text; empty: the one that it looks like. */
  readonly by: SearchBy | '';
  /** Of an amount that can be several: that in this currency; empty: the first. */
  readonly currency: string;
  readonly store: string;
  readonly status: OrderStatus | '';
  /** Days: `2026-11-20`; empty for any. */
  readonly from: string;
  readonly to: string;
}

export const orderStatuses: readonly OrderStatus[] = [
  'Pending',
  'NotActivated',
  'PartActivated',
  'Activated',
  'Returned',
  'Closed',
  'Expired',
];

const isStatus = (text: string): text is OrderStatus =>
  (orderStatuses as readonly string[]).includes(text);

const byOf = (by: string | null): SearchBy | '' => (by === 'text' || by === 'amount' ? by : '');

export const searchIn = (parameters: URLSearchParams): OrderSearch => {
  const status = parameters.get('status') ?? '';
  return {
    text: parameters.get('q') ?? '',
    by: byOf(parameters.get('by')),
    currency: parameters.get('currency') ?? '',
    store: parameters.get('store') ?? '',
    status: isStatus(status) ? status : '',
    from: parameters.get('from') ?? '',
    to: parameters.get('to') ?? '',
  };
};

export const parametersOf = ({
  text,
  by,
  currency,
  store,
  status,
  from,
  to,
}: OrderSearch): URLSearchParams => {
  const given = Object.entries({ q: text, by, currency, store, status, from, to });
  return new URLSearchParams(given.filter(([, value]) => value !== ''));
};

/** The beginning of a day in the reader's time zone, as an instant. */
const startOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** Only an amount has decimals or a currency; digits alone are as often an order number. */
const looksLikeAmount = (text: string): boolean =>
  /\d[.,]\d{1,4}\s*(?:[a-z]{3})?$/i.test(text.trim()) ||
  /^[\d\s.,'’]+\s?[a-z]{3}$/i.test(text.trim());

/** Of the amounts that the text can mean, the one that was chosen, or else the first. */
export const chosenAmount = (
  { currency }: Pick<OrderSearch, 'currency'>,
  meant: readonly MeantAmount[],
): MeantAmount | undefined =>
  meant.find(({ currencies }) => currencies.includes(currency)) ?? meant[0];

type Amount = Pick<MeantAmount, 'minor' | 'decimals'>;

/** The meaning of a search. `amount` is the amount that its text names, if it can be one. */
export const searchedBy = ({ text, by }: OrderSearch, amount: Amount | undefined): SearchBy => {
  if (amount === undefined) return 'text';
  if (by !== '') return by;
  return looksLikeAmount(text) ? 'amount' : 'text';
};

/** `#1001` is the number 1001; one that begins with the mark is found by the rest of it too. */
const wordsOf = (
  search: OrderSearch,
  amount: Amount | undefined,
): { q?: string; amount?: number; decimals?: number } => {
  const text = search.text.trim();
  if (text === '') return {};
  const isAmount = amount !== undefined && searchedBy(search, amount) === 'amount';
  if (isAmount) return { amount: amount.minor, decimals: amount.decimals };
  return { q: text.replace(/^#\s*(?=\S)/, '') };
};

/** The parameters of `GET /v1/orders` for a search. */
export const orderQueryOf = (search: OrderSearch, amount: Amount | undefined) => {
  const { store, status, from, to } = search;
  return {
    ...wordsOf(search, amount),
    ...(store !== '' && { store }),
    ...(status !== '' && { status }),
    ...(isDay(from) && { placedFrom: startOf(from) }),
    ...(isDay(to) && { placedTo: endOf(to) }),
  };
};
