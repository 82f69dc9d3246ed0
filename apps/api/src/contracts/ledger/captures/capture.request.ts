import { rowsMax } from '#ledger';
import type { JsonNumber } from '../../../http/json/json-value.js';
import { Flag, NotYet } from '../fields/flag.js';
import { Objects } from '../fields/nested-field.js';
import { FreeText, Matching, Text } from '../fields/text.js';
import { MinorUnits } from '../fields/whole-number.js';
import { CaptureItemRequest } from './capture-item.request.js';

/** The body of `POST /v1/orders/{id}/captures`. */
export class CaptureRequest {
  @MinorUnits({ example: 9500 })
  readonly amount!: JsonNumber;

  @Matching(/^[A-Z]{3}$/, {
    mustBe: 'an ISO 4217 code in capital letters',
    optional: true,
    description: "Refused if it is not the order's",
    example: 'SEK',
  })
  readonly currency?: string;

  @Objects(() => CaptureItemRequest, {
    most: rowsMax,
    optional: true,
    description: 'An empty list is the same as none',
  })
  readonly items?: readonly CaptureItemRequest[];

  @Flag({ optional: true, description: 'Capture the items as given, without matching them' })
  readonly replaceItems?: boolean;

  @FreeText({ optional: true, description: 'At most 50 characters; `Capture` if blank' })
  readonly description?: string;

  @Text({ optional: true, most: 128, description: 'Repeated in answers and settlements' })
  readonly reference?: string;

  @NotYet({ optional: true, description: '`true` is not supported yet' })
  readonly final?: false;
}
