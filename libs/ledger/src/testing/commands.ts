import type { RequestedAmount } from '../money/amount.js';
import type {
  AuthorizeOrderCommand,
  CaptureItem,
  ExpireOrder,
  RegisterOrderCommand,
  RequestCapture,
} from '../order/order-commands.js';
import { minor } from './amounts.js';
import { commandHead } from './command-head.js';
import type { Circumstances } from './command-head.js';
import { demoNumber, demoStore, placedAt, shoes, tShirts } from './demo-order.js';
import type { NewRow } from './demo-order.js';

/** A registration of the demo order, authorised; `content` replaces parts of it. */
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

/** A capture of an amount: minor units, or as a contract read it. */
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

export const amountOf = (amount: number | RequestedAmount): RequestedAmount =>
  typeof amount === 'number' ? minor(amount) : amount;
