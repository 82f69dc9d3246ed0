import { rowTypes } from '#ledger';
import type { RowType } from '#ledger';
import type { JsonNumber, JsonObject } from '../../../contract-kit/body/read-json.js';
import { Attributes } from '../fields/attributes.js';
import { Name, OneOf } from '../fields/text.js';
import { VatRate } from '../fields/vat-rate.js';
import { MinorUnits, Quantity } from '../fields/whole-number.js';

export class OrderRowRequest {
  @Name({ optional: true, example: '10001' })
  readonly articleNumber?: string;

  @Name({ example: 'Shoes' })
  readonly description!: string;

  @MinorUnits({ description: 'VAT included; negative for a discount', example: 9500 })
  readonly unitPrice!: JsonNumber;

  @Quantity({ example: 1 })
  readonly quantity!: JsonNumber;

  @VatRate()
  readonly vatRate!: JsonNumber;

  @OneOf(rowTypes, { optional: true })
  readonly type?: RowType;

  @Attributes()
  readonly attributes?: JsonObject;
}
