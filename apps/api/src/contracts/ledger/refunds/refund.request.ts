import { FreeText } from '../fields/text.js';
import { MoneyRequest } from '../money/money.request.js';

/** The body of `POST /v1/orders/{id}/refunds`. */
export class RefundRequest extends MoneyRequest {
  @FreeText({ optional: true, description: 'At most 50 characters; `Refund` if blank' })
  readonly description?: string;
}
