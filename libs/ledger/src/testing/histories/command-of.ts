import type {
  AuthorizeOrderCommand,
  CaptureItem,
  OrderCommand,
  RowItem,
} from '../../order/order-commands.js';
import type { Order, OrderBalance } from '../../order/order.js';
import { demoIntent } from '../card-commands.js';
import { authorize, capture, expire, item } from '../commands.js';
import { expiresAt, now, shoes } from '../demo-order.js';
import { laterAttempts } from './arbitrary-history.js';
import type { Attempt, LaterAttempt } from './arbitrary-history.js';
import { laterCommandOf } from './later-command-of.js';

interface RequestedItems {
  readonly amount: number;
  readonly items: readonly CaptureItem[];
}

/**
 * The command for an attempt on this order. The ledger accepts most of these commands, but not all.
 */
export const commandOf = (order: Order, attempt: Attempt): OrderCommand => {
  const { balance } = order;
  const { kind, size, key, late } = attempt;
  const circumstances = { at: late ? expiresAt : now, ...(key !== undefined && { key }) };
  if (isLater(kind)) return laterCommandOf(order, { ...attempt, kind }, circumstances);
  switch (kind) {
    case 'final':
      return capture(size % (balance.remaining + 1), { final: true }, circumstances);
    case 'authorize':
      return authorize({ outcome: 'authorized', ...paidAs(order, size) }, circumstances);
    case 'decline':
      return authorize({ outcome: 'failed', reason: 'declined' }, circumstances);
    case 'remaining':
      return capture('remaining', {}, circumstances);
    case 'rows': {
      const { amount, items } = rowsOf(balance, attempt);
      return capture(amount, { items }, circumstances);
    }
    case 'expire':
      return expire({ ...circumstances, at: expiresAt });
    case 'again':
    case 'all':
      return capture(balance.remaining, {}, circumstances);
    case 'amount':
      return capture(size % (balance.remaining + 1), {}, circumstances);
    case 'items': {
      const { amount, items } = itemsOf(balance, attempt);
      return capture(amount, { items }, circumstances);
    }
    case 'replace': {
      const amount = size % (balance.remaining + 1);
      const items = [item({ ...shoes, unitPrice: amount })];
      return capture(amount, { items, replaceItems: true }, circumstances);
    }
    case 'anything': {
      const items = [item({ ...shoes, unitPrice: size % 500 })];
      return capture(size, size % 2 === 0 ? {} : { items }, circumstances);
    }
  }
};

const isLater = (kind: Attempt['kind']): kind is LaterAttempt =>
  (laterAttempts as readonly string[]).includes(kind);

type Authorized = Extract<AuthorizeOrderCommand['data'], { outcome: 'authorized' }>;

/**
 * The content of the command that records a payment. Sometimes the customer pays with a different
 * method than the order was registered with.
 */
const paidAs = (order: Order, size: number): Omit<Authorized, 'outcome'> => {
  const capture = size % 7 === 0 && { capture: true as const };
  if (size % 5 === 0) return { paymentMethod: 'invoice', offlineMethod: 'bacs' };
  if (size % 5 === 1) return { paymentMethod: 'card', paymentIntent: demoIntent, ...capture };
  return { ...intentOf(order, size), ...capture };
};

/** An invoice is authorised without a payment intent. */
const intentOf = ({ payment }: Order, size: number): { readonly paymentIntent?: string } =>
  payment.method === 'card' && size % 3 > 0 ? { paymentIntent: demoIntent } : {};

/**
 * Asks for some quantity of each row that has something left. The items name the rows by their ids.
 */
const rowsOf = (balance: OrderBalance, attempt: Attempt): RequestedRows => {
  const left = balance.rows.filter(({ remainingQuantity }) => remainingQuantity > 0);
  const taken = left.map((row, index) => ({
    row,
    quantity: Math.min(
      attempt.quantities[index % attempt.quantities.length] ?? 0,
      row.remainingQuantity,
    ),
  }));
  const named = taken.filter(({ quantity }) => quantity > 0);
  return {
    amount: named.reduce((sum, { row, quantity }) => sum + row.unitPrice * quantity, 0),
    items: named.map(({ row, quantity }) => ({ rowId: row.rowId, quantity })),
  };
};

interface RequestedRows {
  readonly amount: number;
  readonly items: readonly RowItem[];
}

/**
 * Asks for some quantity of each row that has something left. The items name no row, but have the
 * properties of the row's article.
 */
const itemsOf = ({ rows }: OrderBalance, { quantities }: Attempt): RequestedItems => {
  const taken = rows.map((row, index) => ({
    row,
    quantity: Math.min(quantities[index % quantities.length] ?? 0, row.remainingQuantity),
  }));
  const items = taken.filter(({ quantity }) => quantity > 0);
  return {
    amount: items.reduce((sum, { row, quantity }) => sum + row.unitPrice * quantity, 0),
    items: items.map(({ row, quantity }) => item(row, { quantity })),
  };
};
