import { deliveryStatuses } from '#webhooks';
import type { DeliveryStatus } from '#webhooks';
import { OneOf } from '../fields/text.js';
import { PageQuery } from '../requests/page.query.js';

/** The parameters of `GET /v1/webhooks/{id}/deliveries`. */
export class DeliveriesQuery extends PageQuery {
  @OneOf(deliveryStatuses, { optional: true, description: 'All if left out' })
  readonly status?: DeliveryStatus;
}
