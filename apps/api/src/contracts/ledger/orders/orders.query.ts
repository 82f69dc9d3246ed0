import { orderStatuses } from '#ledger';
import type { OrderStatus } from '#ledger';
import { Identifier } from '../fields/identifier.js';
import { Instant } from '../fields/instant.js';
import { OneOf, Text } from '../fields/text.js';
import { PageQuery } from '../requests/page.query.js';

/** The parameters of `GET /v1/orders`. */
export class OrdersQuery extends PageQuery {
  @Identifier({ optional: true })
  readonly store?: string;

  @OneOf(orderStatuses, { optional: true })
  readonly status?: OrderStatus;

  @Text({ optional: true, most: 128, description: 'The exact order number' })
  readonly number?: string;

  @Instant({ optional: true, description: 'Placed then or later' })
  readonly placedFrom?: string;

  @Instant({ optional: true, description: 'Placed then or earlier' })
  readonly placedTo?: string;

  @Text({
    optional: true,
    description: "Part of the order number, of a capture reference or of the customer's name",
  })
  readonly q?: string;

  @Text({ optional: true, description: 'Wait for this position' })
  readonly position?: string;
}
