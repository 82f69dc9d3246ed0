import { v5 as uuidV5 } from 'uuid';
import { actionIdOf } from '../identity/action-id-of.js';
import type { RequestedAmount } from '../money/amount.js';
import { actionOf } from '../order/action-of.js';
import type {
  AuthorizeOrder,
  CaptureItem,
  ExpireOrder,
  OrderCommand,
  RegisterOrder,
  RequestCapture,
} from '../order/order-commands.js';
import { minor } from './amounts.js';
import { demoNumber, demoOrderId, demoStore, now, placedAt, shoes, tShirts } from './demo-order.js';
import type { NewRow } from './demo-order.js';

interface Circumstances {
  readonly at?: string;
  readonly key?: string;
  readonly orderId?: string;
}

/** A registration of the demo order, authorised; `content` replaces parts of it. */
export const register = (
  content: Partial<RegisterOrder['data']> = {},
  circumstances: Circumstances = {},
): RegisterOrder => ({
  type: 'RegisterOrder',
  ...given('RegisterOrder', { at: placedAt, ...circumstances }),
  data: {
    storeId: demoStore,
    orderNumber: demoNumber,
    currency: 'SEK',
    salesSegment: 'B2C',
    paymentMethod: 'invoice',
    rows: [shoes, tShirts],
    authorization: { status: 'authorized' },
    ...content,
  },
});

export const authorize = (
  data: AuthorizeOrder['data'] = { outcome: 'authorized' },
  circumstances: Circumstances = {},
): AuthorizeOrder => ({
  type: 'AuthorizeOrder',
  ...given('AuthorizeOrder', circumstances),
  data,
});

/** A capture of an amount: minor units, or as a contract read it. */
export const capture = (
  amount: number | RequestedAmount,
  content: Partial<RequestCapture['data']> = {},
  circumstances: Circumstances = {},
): RequestCapture => ({
  type: 'RequestCapture',
  ...given('RequestCapture', circumstances),
  data: { amount: amountOf(amount), items: [], replaceItems: false, ...content },
});

export const expire = (circumstances: Circumstances = {}): ExpireOrder => ({
  type: 'ExpireOrder',
  ...given('ExpireOrder', circumstances),
  data: {},
});

/** An item that names a row in full, as our own GET would return it; `other` replaces parts. */
export const item = (
  row: NewRow,
  other: { readonly [Name in keyof CaptureItem]?: CaptureItem[Name] | undefined } = {},
): CaptureItem => {
  const { articleNumber, description, unitPrice, quantity, vatRate } = row;
  const full = { articleNumber, description, unitPrice: minor(unitPrice), quantity, vatRate };
  const kept = Object.entries({ ...full, ...other }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as unknown as CaptureItem;
};

const given = (
  type: OrderCommand['type'],
  { at = now, key, orderId = demoOrderId }: Circumstances,
): Pick<OrderCommand, 'orderId' | 'at' | 'idempotencyKey' | 'actionId'> =>
  key === undefined
    ? { orderId, at, actionId: nextActionId() }
    : { orderId, at, idempotencyKey: key, actionId: actionIdOf(orderId, actionOf[type], key) };

let actionsMade = 0;

/** Each command without a key is an action of its own. */
const nextActionId = (): string => {
  actionsMade += 1;
  return uuidV5(String(actionsMade), demoOrderId);
};

const amountOf = (amount: number | RequestedAmount): RequestedAmount =>
  typeof amount === 'number' ? minor(amount) : amount;
