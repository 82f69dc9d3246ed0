import { v5 as uuidV5 } from 'uuid';
import { actionIdOf } from '../identity/ids.js';
import { parseDecimal, type RequestedAmount } from '../money/amount.js';
import { actionOf } from '../order/idempotency.js';
import type {
  AuthorizeOrderCommand,
  CaptureItem,
  ExpireOrder,
  OrderCommand,
  RegisterOrderCommand,
  RequestCapture,
} from '../order/order-commands.js';
import {
  demoNumber,
  demoOrderId,
  demoStore,
  type NewRow,
  now,
  placedAt,
  shoes,
  tShirts,
} from './demo-order.js';

/** An amount in major units as an API contract reads it, such as `major('285.00')`. */
export const major = (text: string): RequestedAmount => {
  const value = parseDecimal(text);
  if (value === undefined) throw new TypeError(`"${text}" is no decimal`);
  return { unit: 'major', value };
};

export const minor = (value: number): RequestedAmount => ({ unit: 'minor', value });

export const amountOf = (amount: number | RequestedAmount): RequestedAmount =>
  typeof amount === 'number' ? minor(amount) : amount;

export interface Circumstances {
  readonly at?: string;
  readonly key?: string;
  readonly orderId?: string;
}

/** The fields that all commands have. */
export const commandHead = (
  type: OrderCommand['type'],
  { at = now, key, orderId = demoOrderId }: Circumstances,
): Pick<OrderCommand, 'orderId' | 'at' | 'idempotencyKey' | 'actionId'> =>
  key === undefined
    ? { orderId, at, actionId: nextActionId() }
    : { orderId, at, idempotencyKey: key, actionId: actionIdOf(orderId, actionOf[type], key) };

let actionsMade = 0;

/** A new action id for each command without a key. */
const nextActionId = (): string => {
  actionsMade += 1;
  return uuidV5(String(actionsMade), demoOrderId);
};

/** Registers the demo order with an authorised payment; `content` overrides fields. */
export const register = (
  content: Partial<RegisterOrderCommand['data']> = {},
  circumstances: Circumstances = {},
): RegisterOrderCommand => ({
  type: 'RegisterOrder',
  ...commandHead('RegisterOrder', { at: placedAt, ...circumstances }),
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
  data: AuthorizeOrderCommand['data'] = { outcome: 'authorized' },
  circumstances: Circumstances = {},
): AuthorizeOrderCommand => ({
  type: 'AuthorizeOrder',
  ...commandHead('AuthorizeOrder', circumstances),
  data,
});

/** Captures an amount. A plain number is in minor units. */
export const capture = (
  amount: number | RequestCapture['data']['amount'],
  content: Partial<RequestCapture['data']> = {},
  circumstances: Circumstances = {},
): RequestCapture => ({
  type: 'RequestCapture',
  ...commandHead('RequestCapture', circumstances),
  data: {
    amount: typeof amount === 'string' ? amount : amountOf(amount),
    items: [],
    replaceItems: false,
    ...content,
  },
});

export const expire = (circumstances: Circumstances = {}): ExpireOrder => ({
  type: 'ExpireOrder',
  ...commandHead('ExpireOrder', circumstances),
  data: {},
});

/** An item with all properties of a row, as the API shows it; `other` overrides fields. */
export const item = (
  row: NewRow,
  other: { readonly [Name in keyof CaptureItem]?: CaptureItem[Name] | undefined } = {},
): CaptureItem => {
  const { articleNumber, description, unitPrice, quantity, vatRate } = row;
  const full = { articleNumber, description, unitPrice: minor(unitPrice), quantity, vatRate };
  const kept = Object.entries({ ...full, ...other }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as unknown as CaptureItem;
};
