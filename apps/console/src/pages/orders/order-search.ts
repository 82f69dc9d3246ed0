import type { OrderStatus } from '../../api/types.js';
import type { MeantAmount } from '../../money/meant-amounts.js';

/** The text of a search is a part of a number, a reference or a name; or else it is an amount. */
export type SearchBy = 'text' | 'amount';

/** A search in the list of orders. It is in the page's address, so a copied link finds the same. */
export interface OrderSearch {
  readonly text: string;
  /** The meaning that the user chose for the text. If empty, the form of the text decides. */
  readonly by: SearchBy | '';
  /**
   * The currency that the user chose for a text that can be an amount in several currencies. If
   * empty, the first of these currencies counts.
   */
  readonly currency: string;
  readonly store: string;
  readonly status: OrderStatus | '';
  /** First and last day, such as `2026-11-20`; empty for any. */
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

/** The first instant of a day in the reader's time zone. */
const startOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();

/**
 * True for a day that exists. An address can have any text: `2026-13-01` is no date, and
 * `2026-02-30` would be read as a day in March.
 */
const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const instant = new Date(text);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
};

/**
 * True for a text with decimals or a currency. Digits alone may just as well be an order number.
 */
const looksLikeAmount = (text: string): boolean =>
  /\d[.,]\d{1,4}\s*(?:[a-z]{3})?$/i.test(text.trim()) ||
  /^[\d\s.,'’]+\s?[a-z]{3}$/i.test(text.trim());

/** The amount in the chosen currency, or else the first amount that the text can mean. */
export const chosenAmount = (
  { currency }: Pick<OrderSearch, 'currency'>,
  meant: readonly MeantAmount[],
): MeantAmount | undefined =>
  meant.find(({ currencies }) => currencies.includes(currency)) ?? meant[0];

type Amount = Pick<MeantAmount, 'minor' | 'decimals'>;

/** The meaning of a search. `amount` is the amount that its text can be, if any. */
export const searchedBy = ({ text, by }: OrderSearch, amount: Amount | undefined): SearchBy => {
  if (amount === undefined) return 'text';
  if (by !== '') return by;
  return looksLikeAmount(text) ? 'amount' : 'text';
};

/** The text without a `#` before it: `#1001` finds the number 1001 as well as `#1001`. */
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
