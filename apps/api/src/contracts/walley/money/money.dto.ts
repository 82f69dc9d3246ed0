import { type CaptureItem, type MoneyRequest, type RequestedAmount, rowsMax } from '#ledger';
import { type RowType, rowTypes } from '#ledger';
import {
  DecimalField,
  field,
  type FieldOptions,
  Objects,
  TextField,
  type WireDecimal,
} from '../../../contract-kit/body/fields.js';
import { PercentageField, QuantityField, walleyDecimal, walleyNumber } from './walley-money.js';

const DescriptionField = (options: FieldOptions): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'string',
      message: 'must be a string',
      schema: { type: 'string', maxLength: 50 },
    },
    options,
  );

const RowTypeField = (options: FieldOptions): PropertyDecorator =>
  field(
    {
      accepts: (value) => typeof value === 'string' && rowTypeOf(value) !== undefined,
      message: `must be one of ${rowTypes.join(', ')}`,
      schema: { type: 'string', enum: [...rowTypes] },
    },
    options,
  );

/** The members that bodies of captures, refunds and reauthorisations have in common. */
export class MoneyDto {
  @DecimalField({ description: 'Major units, at most two decimals', example: 285 })
  amount!: WireDecimal;

  @TextField({
    charactersMax: 128,
    optional: true,
    description: 'Your reference; never an idempotency key',
  })
  actionReference?: string;

  @Objects(() => ItemDto, { most: rowsMax, optional: true })
  items?: readonly ItemDto[];
}

export class DescribedMoneyDto extends MoneyDto {
  /**
   * The limit of 50 characters is not checked here, because the domain refuses a longer description
   * (422).
   */
  @DescriptionField({ optional: true, example: 'First parcel' })
  description?: string;
}

const rowTypeOf = (text: string): RowType | undefined =>
  rowTypes.find((type) => type === text.toLowerCase());

/**
 * The member `type` of an item. Callers may write the type in upper or lower case (walley.md,
 * "Every call").
 */
const typeMember = (type: string | undefined): { readonly type?: RowType } => {
  const known = type === undefined ? undefined : rowTypeOf(type);
  return known === undefined ? {} : { type: known };
};

/** An item in the body of a capture, a refund or a reauthorisation. */
export class ItemDto {
  @TextField({
    charactersMax: 256,
    optional: true,
    description: 'Article number',
    example: '10001',
  })
  id?: string;

  @TextField({ charactersMax: 256, optional: true, example: 'Shoes' })
  description?: string;

  @DecimalField({ description: 'Major units, VAT included', example: 95 })
  unitPrice!: WireDecimal;

  @QuantityField({ description: 'A positive integer', example: 1 })
  quantity!: WireDecimal;

  @PercentageField({ optional: true, description: 'VAT in per cent', example: 25 })
  vat?: WireDecimal;

  @RowTypeField({ optional: true, description: 'Without regard to case' })
  type?: string;
}

/**
 * The amount as an exact decimal. Only the domain knows the order's currency, so the domain checks
 * the number of decimals.
 */
const amountOf = (wire: WireDecimal): RequestedAmount => ({
  unit: 'major',
  value: walleyDecimal(wire),
});

const isGiven = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== '';

const itemOf = ({ id, description, unitPrice, quantity, vat, type }: ItemDto): CaptureItem => ({
  ...(isGiven(id) && { articleNumber: id }),
  ...(isGiven(description) && { description }),
  unitPrice: amountOf(unitPrice),
  quantity: walleyNumber(quantity),
  ...(vat !== undefined && { vatRate: walleyNumber(vat) }),
  ...typeMember(type),
});

/**
 * Translates the body of a capture, refund or reauthorisation for the domain. A blank text counts
 * as absent.
 */
export const requestedMoney = (
  body: Pick<MoneyDto, keyof MoneyDto> & { readonly description?: string },
): MoneyRequest => ({
  amount: amountOf(body.amount),
  items: (body.items ?? []).map(itemOf),
  ...(body.description !== undefined && { description: body.description }),
  ...(isGiven(body.actionReference) && { reference: body.actionReference }),
});
