import { majorUnits } from '#ledger';
import type { NumberedPage, OrderSummary } from '#read-models';
import type { Plain } from '../../../contract-kit/plain.js';
import { walleyParties } from '../customer/walley-customer.js';
import { walleyInstant } from '../walley-instant.js';
import { totalAmount, walleyPaymentMethods } from '../walley-money.js';
import { walleyListFrame } from '../walley-list-frame.js';
import type { WalleyOrderRowDto, WalleyOrdersAnswerDto } from './orders.dto.js';
import type { Paging } from './paging.js';
import type { QueryValues } from './query-values.js';

const partiesOf = (order: OrderSummary) => {
  const { customer: customerDetails, ...addresses } = walleyParties(order);
  return { customerDetails, ...addresses };
};

const rowOf = (order: OrderSummary): Plain<WalleyOrderRowDto> => ({
  id: order.orderId,
  orderNumber: order.orderNumber,
  merchantId: null,
  storeId: order.storeId,
  paymentMethod: walleyPaymentMethods[order.paymentMethod],
  totalAmount: totalAmount(order),
  totalVat: majorUnits(order.totalVat, order.currency),
  currency: order.currency,
  status: order.status,
  countryCode: order.countryCode ?? null,
  placedAt: walleyInstant(order.placedAt),
  expiresAt: walleyInstant(order.expiresAt),
  ...partiesOf(order),
  tags: [],
});

/** A page of `GET /manage/orders`. */
export const walleyOrders = (
  { orders, total }: NumberedPage,
  paging: Paging,
  values: QueryValues,
): Plain<WalleyOrdersAnswerDto> => ({
  data: orders.map(rowOf),
  ...walleyListFrame('/manage/orders', { shown: orders.length, total, paging, values }),
});
