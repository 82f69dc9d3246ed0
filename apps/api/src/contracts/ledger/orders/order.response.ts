import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type Attributes,
  type OrderStatus,
  orderStatuses,
  type PaymentMethod,
  type SalesSegment,
} from '#ledger';
import type { OrderSummary, OrderView } from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { customerResponse, CustomerResponse } from './customer.dto.js';
import {
  SettledInResponse,
  type SettledLines,
  distinctSettlements,
} from '../settlements/settled-in.response.js';
import { paymentMember, PaymentResponse } from './payment.response.js';
import { captureResponse, CaptureResponse } from './capture.response.js';
import { orderRowResponse, OrderRowResponse } from './row.response.js';

/** An order as a page of orders lists it. Amounts are in the currency's minor unit. */
export class OrderSummaryResponse {
  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ example: '1001' })
  orderNumber!: string;

  @ApiProperty({ enum: orderStatuses })
  status!: OrderStatus;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiProperty({ enum: ['B2C', 'B2B'] })
  salesSegment!: SalesSegment;

  @ApiProperty({ enum: ['invoice', 'card'] })
  paymentMethod!: PaymentMethod;

  @ApiProperty({ example: 28500 })
  total!: number;

  @ApiProperty({ example: 9500 })
  captured!: number;

  @ApiProperty({
    description: 'Sum of captures that the card gateway has not performed yet',
    example: 0,
  })
  requested!: number;

  @ApiProperty({ example: 0 })
  refunded!: number;

  @ApiProperty({ example: 0 })
  cancelled!: number;

  @ApiProperty({ example: 19000 })
  remaining!: number;

  @ApiProperty({ format: 'date-time' })
  placedAt!: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  attributes?: Attributes;

  @ApiProperty({ example: '3' })
  revision!: string;

  @ApiProperty({ description: "Place in the log of the order's last event", example: '40961' })
  position!: string;
}

type Listed = Omit<OrderSummary, 'totalVat'>;

export const orderHead = (order: Listed) => ({
  orderId: order.orderId,
  store: order.storeId,
  orderNumber: order.orderNumber,
  status: order.status,
  currency: order.currency,
  salesSegment: order.salesSegment,
  paymentMethod: order.paymentMethod,
  total: order.total,
  captured: order.captured,
  requested: order.requested,
  refunded: order.refunded,
  cancelled: order.cancelled,
  remaining: order.remaining,
});

export const orderTail = (order: Listed) => ({
  placedAt: order.placedAt,
  expiresAt: order.expiresAt,
  ...(order.attributes && { attributes: order.attributes }),
  revision: String(order.revision),
  position: String(order.position),
});

/**
 * An order in a list of orders. A damaged order is listed too, although calls on the order itself
 * are refused.
 */
export class ListedOrderResponse extends OrderSummaryResponse {
  @ApiPropertyOptional({
    enum: [true],
    description:
      'True if an event of the order cannot be read: the list shows it as before that event, and every read and command of the order itself is answered 409 ORDER_DAMAGED',
  })
  damaged?: true;
}

export const listedOrderResponse = (order: OrderSummary): Plain<ListedOrderResponse> => ({
  ...orderHead(order),
  ...orderTail(order),
  ...(order.damaged && { damaged: true }),
});

/** The body of the answer to `GET /v1/orders/{id}`. */
export class OrderResponse extends OrderSummaryResponse {
  @ApiProperty({
    type: [OrderRowResponse],
    description: 'The rows with a quantity left to capture',
  })
  rows!: OrderRowResponse[];

  @ApiProperty({ type: [CaptureResponse], description: 'The captures, the first one first' })
  captures!: CaptureResponse[];

  @ApiPropertyOptional({ type: PaymentResponse, description: 'Of a card order' })
  payment?: PaymentResponse;

  @ApiPropertyOptional({ type: CustomerResponse })
  customer?: CustomerResponse;

  @ApiPropertyOptional({
    type: [SettledInResponse],
    description: 'The settlements of the captures and refunds, once there are any; not with `at`',
  })
  settlements?: SettledInResponse[];
}

/**
 * The answer for an order. `settled` is left out for an earlier state of the order (`?at=`),
 * because settlements are known for the present state only.
 */
export const orderResponse = (order: OrderView, settled?: SettledLines): Plain<OrderResponse> => ({
  ...orderHead(order),
  rows: order.rows.filter(({ remainingQuantity }) => remainingQuantity > 0).map(orderRowResponse),
  captures: order.captures.map(captureResponse(settled ?? new Map())),
  ...(settled && settled.size > 0 && { settlements: distinctSettlements(settled) }),
  ...paymentMember(order),
  ...(order.customer && { customer: customerResponse(order.customer) }),
  ...orderTail(order),
});
