import { rowTypes } from '#ledger';
import type { RowType } from '#ledger';
import type { JsonNumber, JsonObject } from '../../../contract-kit/body/read-json.js';
import { Attributes } from '../fields/attributes.js';
import { OneOf, Text } from '../fields/text.js';
import { VatRate } from '../fields/vat-rate.js';
import { MinorUnits, Quantity } from '../fields/whole-number.js';

/**
 * What is captured or given back of a row. The keys are those of a row, and all that our own answers say of a row may be sent back
 * (domain.md, "Matching an item to a row").
 */
export class ItemRequest {
  @Text({ optional: true, example: '10001' })
  readonly articleNumber?: string;

  /** As long as that of an order's row at most: where items are taken as they are it becomes one. */
  @Text({ optional: true, least: 0, example: 'Shoes' })
  readonly description?: string;

  @MinorUnits({ example: 9500 })
  readonly unitPrice!: JsonNumber;

  @Quantity({ example: 1 })
  readonly quantity!: JsonNumber;

  @VatRate({ optional: true })
  readonly vatRate?: JsonNumber;

  @OneOf(rowTypes, { optional: true, description: 'Kept, not matched' })
  readonly type?: RowType;

  @Quantity({
    optional: true,
    description: 'As an order shows it; if lower than `quantity`, so many are captured',
  })
  readonly remainingQuantity?: JsonNumber;

  @Text({ optional: true, description: 'As an order shows it; not needed and not matched' })
  readonly rowId?: string;

  @Attributes({ description: 'As an order shows them; not matched and not kept' })
  readonly attributes?: JsonObject;
}
