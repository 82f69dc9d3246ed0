import { Text } from '../fields/text.js';
import { PageQuery } from '../requests/page.query.js';

/** The parameters of `GET /v1/orders/{id}/captures`. */
export class CapturesQuery extends PageQuery {
  @Text({ optional: true, description: 'Wait until the read model has reached this position' })
  readonly position?: string;
}
