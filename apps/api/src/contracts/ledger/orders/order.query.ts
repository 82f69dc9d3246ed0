import { Text } from '../fields/text.js';
import { PositionQuery } from '../requests/position.query.js';

/** The parameters of `GET /v1/orders/{id}`. */
export class OrderQuery extends PositionQuery {
  @Text({
    optional: true,
    description:
      'The order as it was: behind the event of this revision, or at this RFC 3339 time. Read from the log',
  })
  readonly at?: string;
}
