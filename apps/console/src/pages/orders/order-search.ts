import type { OrderStatus } from '../../api/types.js';
import type { MeantAmount } from '../../money/meant-amounts.js';

/**
 * The search looks either for a text (part of an order number, reference or customer name) or for
 * an amount.
 */
export type SearchBy = 'text' | 'amount';

/**
 * A search in the list of orders. Every field is kept in the page's URL, so a copied link opens the
 * same search.
 */
export interface OrderSearch {
  readonly text: string;
  /**
   * Says whether the user wants the text searched as text or as an amount. If empty, the console
   * decides: `346.00` is an amount, `346` is not.
   */
  readonly by: SearchBy | '';
  /**
   * The currency that the user chose if the text may be an amount in several currencies. If empty,
   * the first of them is taken.
   */
  readonly currency: string;
  readonly store: string;
  readonly status: OrderStatus | '';
  /** The first and last day of the search, such as `2026-11-20`. Empty means no limit. */
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

/** The first instant of a day in the user's time zone, as UTC. */
const startOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();

/**
 * True for a day that exists. The URL may contain anything: `2026-13-01` is no date, and JavaScript
 * would read `2026-02-30` as a day in March.
 */
const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const instant = new Date(text);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
};

/**
 * True for a text with decimals or a currency, such as `346.00`, `346 SEK` or `SEK 346`. Digits
 * alone may also be an order number, and so may `SEK346`.
 */
const looksLikeAmount = (text: string): boolean =>
  /\d[.,]\d{1,4}\s*(?:[a-z]{3})?$/i.test(text.trim()) ||
  /^[\d\s.,'’]+\s?[a-z]{3}$/i.test(text.trim()) ||
  /^[a-z]{3}\s[\d\s.,'’]+$/i.test(text.trim());

/**
 * The amount in the chosen currency. If no currency was chosen, the first amount that the text may
 * mean.
 */
export const chosenAmount = (
  { currency }: Pick<OrderSearch, 'currency'>,
  meant: readonly MeantAmount[],
): MeantAmount | undefined =>
  meant.find(({ currencies }) => currencies.includes(currency)) ?? meant[0];

type Amount = Pick<MeantAmount, 'minor' | 'decimals'>;

/**
 * Decides whether to search for a text or an amount. `amount` is absent if the text cannot be one.
 */
export const searchedBy = ({ text, by }: OrderSearch, amount: Amount | undefined): SearchBy => {
  if (amount === undefined) return 'text';
  if (by !== '') return by;
  return looksLikeAmount(text) ? 'amount' : 'text';
};

/**
 * Turns the search text into query parameters: an amount, or a text. A leading `#` is removed, so
 * that `#1001` finds both the order numbers `1001` and `#1001`.
 */
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
