import fc from 'fast-check';
import type { Order, OrderRow } from '#ledger';
import { akinonPkOfRow } from '../../../apps/api/src/queries/akinon-numbers.js';
import {
  type ContractName,
  contractNames,
  type OrderWanted,
  payments,
  type Request,
  type SharedOrder,
} from './shared-shop.js';

export const actions = [
  'all',
  'amount',
  'rows',
  'final',
  'cancel',
  'refund',
  'reauthorize',
] as const;

/**
 * A command sent through one of the ledger's APIs (`contract`). The random number `size` decides
 * which row is captured and how much.
 */
export interface Command {
  readonly contract: ContractName;
  readonly action: (typeof actions)[number];
  readonly size: number;
  readonly isKeyed: boolean;
}

/**
 * An order and the commands sent to it. The steps run one after another. The commands within one
 * step are sent at the same time.
 */
export interface Plan {
  readonly order: OrderWanted;
  readonly steps: readonly (readonly Command[])[];
}

const command: fc.Arbitrary<Command> = fc.record({
  contract: fc.constantFrom(...contractNames.filter((name) => name !== 'woo-store')),
  action: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom<Command['action'][]>('amount', 'rows') },
    { weight: 2, arbitrary: fc.constantFrom(...actions) },
    { weight: 1, arbitrary: fc.constantFrom<Command['action'][]>('refund') },
  ),
  size: fc.nat(1_000_000),
  isKeyed: fc.boolean(),
});

const row = fc.record({
  articleNumber: fc.constantFrom('1', '2', '3'),
  description: fc.constantFrom('Shoes', 'Bag'),
  // Some prices are 50.02. The test card of `declining card` refuses captures of certain amounts,
  // such as 50.02, so some captures must fail.
  unitPrice: fc.oneof(fc.integer({ min: 300, max: 20_000 }), fc.constant(50_02)),
  quantity: fc.integer({ min: 1, max: 3 }),
  vatRate: fc.constantFrom(0, 12, 25),
});

export const plans: fc.Arbitrary<Plan> = fc.record({
  order: fc.record({
    rows: fc.array(row, { minLength: 1, maxLength: 3 }),
    payment: fc.constantFrom(...payments),
  }),
  steps: fc.array(fc.array(command, { minLength: 1, maxLength: 2 }), {
    minLength: 2,
    maxLength: 6,
  }),
});

/**
 * Returns an amount from 1 to `most` + 2. A few amounts are therefore larger than allowed, and the
 * ledger must refuse them.
 */
const upTo = (most: number, size: number): number => 1 + (size % (most + 2));

const rowOf = ({ balance }: Order, size: number): OrderRow | undefined => {
  const left = balance.rows.filter(({ remainingQuantity }) => remainingQuantity > 0);
  return left[size % Math.max(1, left.length)] ?? balance.rows[0];
};

const quantityOf = ({ remainingQuantity }: OrderRow, size: number): number =>
  1 + (size % Math.max(1, remainingQuantity));

const major = (amount: number): string => (amount / 100).toFixed(2);

type RequestOf = (
  command: Command,
  target: { readonly shared: SharedOrder; readonly order: Order },
) => Request | undefined;

const ofLedger: RequestOf = ({ action, size }, { shared, order }) => {
  const path = `/v1/orders/${shared.id}`;
  const { remaining, captured, refunded } = order.balance;
  const amount = upTo(remaining, size);
  const row = rowOf(order, size);
  if (action === 'all') return { path: `${path}/captures`, body: { amount: 'remaining' } };
  if (action === 'amount') return { path: `${path}/captures`, body: { amount } };
  if (action === 'final') return { path: `${path}/captures`, body: { amount, final: true } };
  if (action === 'cancel') return { path: `${path}/cancellation` };
  if (action === 'reauthorize') return { path: `${path}/reauthorizations`, body: { amount } };
  if (action === 'refund')
    return { path: `${path}/refunds`, body: { amount: upTo(captured - refunded, size) } };
  if (row === undefined) return undefined;
  const quantity = quantityOf(row, size);
  const items = [{ rowId: row.rowId, quantity }];
  return { path: `${path}/captures`, body: { amount: quantity * row.unitPrice, items } };
};

const ofWalley: RequestOf = ({ action, size }, { shared, order }) => {
  const path = `/manage/orders/${shared.id}`;
  const { remaining, captured, refunded } = order.balance;
  if (action === 'all') return { path: `${path}/capture`, body: { amount: major(remaining) } };
  if (action === 'amount')
    return { path: `${path}/capture`, body: { amount: major(upTo(remaining, size)) } };
  if (action === 'cancel') return { path: `${path}/cancel` };
  if (action === 'refund')
    return { path: `${path}/refund`, body: { amount: major(upTo(captured - refunded, size)) } };
  const row = rowOf(order, size);
  if (action === 'final' || action === 'reauthorize' || row === undefined) return undefined;
  const quantity = quantityOf(row, size);
  const { articleNumber: id, description, unitPrice, vatRate: vat } = row;
  const items = [{ id, description, unitPrice: major(unitPrice), quantity, vat }];
  return { path: `${path}/capture`, body: { amount: major(quantity * unitPrice), items } };
};

const ofWoopayments: RequestOf = ({ action, size }, { shared, order }) => {
  const { number } = shared;
  const path = `/wp-json/wc/v3/payments/orders/${number}`;
  const body = { payment_intent_id: order.payment.paymentIntent ?? 'pi_none' };
  if (action === 'all') return { path: `${path}/capture_authorization`, body };
  if (action === 'cancel') return { path: `${path}/cancel_authorization`, body };
  if (action !== 'amount') return undefined;
  const amount = upTo(order.balance.remaining, size);
  return { path: `${path}/capture_authorization`, body: { ...body, amount } };
};

const ofAkinon: RequestOf = ({ action, size }, { shared, order }) => {
  const path = '/api/v1/capture-order/';
  if (action === 'all') return { path, body: { order: shared.number } };
  const row = rowOf(order, size);
  if (action !== 'rows' || row === undefined) return undefined;
  const pk = akinonPkOfRow(shared.id, row);
  const attributes = size % 3 === 0 ? {} : { quantity: quantityOf(row, size) };
  return { path, body: { order: shared.number, order_items: [{ pk, attributes }] } };
};

const ofMedusa: RequestOf = ({ action, size }, { shared, order }) => {
  const path = `/admin/orders/${shared.number}`;
  const { captured, refunded } = order.balance;
  if (action === 'all' || action === 'amount') return { path: `${path}/capture` };
  if (action === 'cancel') return { path: `${path}/cancel` };
  if (action !== 'refund') return undefined;
  const amount = upTo(captured - refunded, size);
  return { path: `${path}/refund`, body: { amount, reason: 'return' } };
};

/** WooCommerce's Store API is for shoppers and cannot change an order once it is paid. */
const ofWooStore: RequestOf = () => undefined;

const requests: Readonly<Record<ContractName, RequestOf>> = {
  ledger: ofLedger,
  walley: ofWalley,
  woopayments: ofWoopayments,
  'woo-store': ofWooStore,
  medusa: ofMedusa,
  akinon: ofAkinon,
};

/** Builds the request for a command. `undefined` if the API has no call for that action. */
export const requestOf: RequestOf = (one, target) => requests[one.contract](one, target);
