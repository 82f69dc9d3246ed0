import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { OrderView } from '#read-models';
import { CaptureResponse, captureResponse } from '../captures/capture.response.js';
import { CustomerResponse, customerResponse } from '../customers/customer.response.js';
import {
  SettledInResponse,
  settlementsIn,
  type SettledLines,
} from '../settlements/settled-in.response.js';
import { OrderSummaryResponse, orderHead, orderTail } from './order-summary.response.js';
import { OrderRowResponse, orderRowResponse } from './row.response.js';
import type { Plain } from '../../../contract-kit/plain.js';

/** `GET /v1/orders/{id}`. */
export class OrderResponse extends OrderSummaryResponse {
  @ApiProperty({ type: [OrderRowResponse], description: 'The rows with something left' })
  rows!: OrderRowResponse[];

  @ApiProperty({ type: [CaptureResponse], description: 'In the order in which they were made' })
  captures!: CaptureResponse[];

  @ApiPropertyOptional({ type: CustomerResponse })
  customer?: CustomerResponse;

  @ApiPropertyOptional({
    type: [SettledInResponse],
    description: 'Of its captures and refunds, once there are any; not with `at`',
  })
  settlements?: SettledInResponse[];
}

/** `settled` is not known of an order as it was. */
export const orderResponse = (order: OrderView, settled?: SettledLines): Plain<OrderResponse> => ({
  ...orderHead(order),
  rows: order.rows.filter(({ remainingQuantity }) => remainingQuantity > 0).map(orderRowResponse),
  captures: order.captures.map(captureResponse(settled ?? new Map())),
  ...(settled && settled.size > 0 && { settlements: settlementsIn(settled) }),
  ...(order.customer && { customer: customerResponse(order.customer) }),
  ...orderTail(order),
});
