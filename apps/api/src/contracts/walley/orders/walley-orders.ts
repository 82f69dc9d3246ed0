import { majorUnits } from '#ledger';
import type { NumberedPage, OrderSummary } from '#read-models';
import type { Plain } from '../../../http/plain.js';
import { walleyParties } from '../customer/walley-customer.js';
import { walleyInstant } from '../walley-instant.js';
import { totalAmount, walleyPaymentMethods } from '../walley-money.js';
import type {
  WalleyLinkDto,
  WalleyListMetaDto,
  WalleyOrderRowDto,
  WalleyOrdersAnswerDto,
} from './orders.dto.js';
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

const linkTo = ({ page, perPage }: Paging, values: QueryValues): Plain<WalleyLinkDto> => {
  const query = new URLSearchParams(values);
  query.set('page', String(page));
  query.set('perPage', String(perPage));
  return { method: 'GET', href: '/manage/orders', query: query.toString() };
};

const metaOf = (
  shown: number,
  total: number,
  { page, perPage }: Paging,
): Plain<WalleyListMetaDto> => {
  const before = (page - 1) * perPage;
  return {
    totalNumberOfRecords: total,
    numberOfPages: Math.ceil(total / perPage),
    currentPage: page,
    range: shown === 0 ? { from: 0, to: 0 } : { from: before + 1, to: before + shown },
  };
};

/** A page of `GET /manage/orders`. */
export const walleyOrders = (
  { orders, total }: NumberedPage,
  paging: Paging,
  values: QueryValues,
): Plain<WalleyOrdersAnswerDto> => ({
  data: orders.map(rowOf),
  links: {
    self: linkTo(paging, values),
    next:
      paging.page * paging.perPage < total
        ? linkTo({ ...paging, page: paging.page + 1 }, values)
        : null,
  },
  metaData: metaOf(orders.length, total, paging),
});
