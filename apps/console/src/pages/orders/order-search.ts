import type { OrderStatus } from '../../api/types.js';

/** A search in the list of orders; it stands in the page's address. */
export interface OrderSearch {
  readonly text: string;
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

export const searchIn = (parameters: URLSearchParams): OrderSearch => {
  const status = parameters.get('status') ?? '';
  return {
    text: parameters.get('q') ?? '',
    store: parameters.get('store') ?? '',
    status: isStatus(status) ? status : '',
    from: parameters.get('from') ?? '',
    to: parameters.get('to') ?? '',
  };
};

export const parametersOf = ({ text, store, status, from, to }: OrderSearch): URLSearchParams => {
  const given = Object.entries({ q: text, store, status, from, to });
  return new URLSearchParams(given.filter(([, value]) => value !== ''));
};

/** The beginning of a day in the reader's time zone, as an instant. */
const startOf = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const endOf = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** The parameters of `GET /v1/orders` for a search. */
export const orderQueryOf = ({ text, store, status, from, to }: OrderSearch) => ({
  ...(text.trim() !== '' && { q: text.trim() }),
  ...(store !== '' && { store }),
  ...(status !== '' && { status }),
  ...(isDay(from) && { placedFrom: startOf(from) }),
  ...(isDay(to) && { placedTo: endOf(to) }),
});
