import { Flag } from '../fields/flag.js';
import { FreeText } from '../fields/text.js';
import { MoneyRequest } from '../money/money.request.js';

/** The body of `POST /v1/orders/{id}/captures`. */
export class CaptureRequest extends MoneyRequest {
  @Flag({ optional: true, description: 'Capture the items as given, without matching them' })
  readonly replaceItems?: boolean;

  @FreeText({ optional: true, description: 'At most 50 characters; `Capture` if blank' })
  readonly description?: string;

  @Flag({ optional: true, description: 'Give up what is left after this capture' })
  readonly final?: boolean;
}
