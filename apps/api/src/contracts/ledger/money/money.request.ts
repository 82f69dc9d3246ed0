import { rowsMax } from '#ledger';
import type { JsonNumber } from '../../../contract-kit/body/read-json.js';
import { Objects } from '../fields/nested-field.js';
import { Matching, Text } from '../fields/text.js';
import { MinorUnits } from '../fields/whole-number.js';
import { ItemRequest } from './item.request.js';

/** What the bodies of captures, refunds and reauthorisations have in common. */
export class MoneyRequest {
  @MinorUnits({ example: 9500 })
  readonly amount!: JsonNumber;

  @Matching(/^[A-Z]{3}$/, {
    mustBe: 'an ISO 4217 code in capital letters',
    optional: true,
    description: "Refused if it is not the order's",
    example: 'SEK',
  })
  readonly currency?: string;

  @Objects(() => ItemRequest, {
    most: rowsMax,
    optional: true,
    description: 'An empty list is the same as none',
  })
  readonly items?: readonly ItemRequest[];

  @Text({ optional: true, most: 128, description: 'Repeated in answers and settlements' })
  readonly reference?: string;
}
