import {
  type CaptureItem,
  type MoneyRequest as Requested,
  type RequestedAmount,
  rowsMax,
  type RowType,
  rowTypes,
} from '#ledger';
import type { DtoClass } from '../../../contract-kit/body/read-dto.js';
import type { JsonNumber, JsonObject } from '../../../contract-kit/body/read-json.js';
import { AttributesField } from '../fields/attributes.js';
import { Objects } from '../../../contract-kit/body/fields.js';
import { integerOf, MinorUnits, Quantity, VatRate, vatRateOf } from '../fields/numbers.js';
import { Matching, OneOf, Text } from '../../../contract-kit/body/fields.js';

/**
 * An item: a number of pieces of one row that are captured or refunded. The members are named like
 * those of a row, so a caller may send back a row exactly as an answer showed it (domain.md,
 * "Matching an item to a row").
 */
export class ItemRequest {
  @Text({ optional: true, example: '10001' })
  readonly articleNumber?: string;

  /** Limited like the description of a row, since `replaceItems` makes a row of this item. */
  @Text({ optional: true, least: 0, example: 'Shoes' })
  readonly description?: string;

  @MinorUnits({ example: 9500 })
  readonly unitPrice!: JsonNumber;

  @Quantity({ example: 1 })
  readonly quantity!: JsonNumber;

  @VatRate({ optional: true })
  readonly vatRate?: JsonNumber;

  @OneOf(rowTypes, { optional: true, description: 'Stored, but not matched' })
  readonly type?: RowType;

  @Quantity({
    optional: true,
    description: 'As an order shows it; if lower than `quantity`, this quantity is used',
  })
  readonly remainingQuantity?: JsonNumber;

  @Text({ optional: true, description: 'As an order shows it; optional and not matched' })
  readonly rowId?: string;

  @AttributesField({ description: 'As an order shows them; not matched and not stored' })
  readonly attributes?: JsonObject;
}

/** The currency of the amounts in a body. */
export const OrderCurrency = (): PropertyDecorator =>
  Matching(/^[A-Z]{3}$/, {
    mustBe: 'an ISO 4217 code in capital letters',
    optional: true,
    description: 'Refused if the order is in another currency',
    example: 'SEK',
  });

/** The items of a body, each read into the given DTO class. */
export const Items = (item: () => DtoClass): PropertyDecorator =>
  Objects(item, {
    most: rowsMax,
    optional: true,
    description: 'An empty list has the same meaning as no list',
  });

/** The caller's own reference for the change. */
export const ActionReference = (): PropertyDecorator =>
  Text({ optional: true, most: 128, description: 'Repeated in answers and settlements' });

/** The common fields of the bodies of refunds and reauthorisations. */
export class MoneyBody {
  @MinorUnits({ example: 9500 })
  readonly amount!: JsonNumber;

  @OrderCurrency()
  readonly currency?: string;

  @Items(() => ItemRequest)
  readonly items?: readonly ItemRequest[];

  @ActionReference()
  readonly reference?: string;
}

export const minorAmount = (number: JsonNumber): RequestedAmount => ({
  unit: 'minor',
  value: integerOf(number),
});

/**
 * The quantity of an item. A caller may send back a row with both `quantity` and
 * `remainingQuantity`, as an order shows it. Then the remaining quantity counts, because more than
 * that cannot be captured (domain.md).
 */
export const quantityOf = ({
  quantity,
  remainingQuantity,
}: Pick<ItemRequest, 'quantity' | 'remainingQuantity'>): number =>
  Math.min(integerOf(quantity), integerOf(remainingQuantity ?? quantity));

export const itemOf = (
  item: Omit<ItemRequest, 'unitPrice'>,
  unitPrice: JsonNumber,
): CaptureItem => ({
  ...(item.articleNumber !== undefined && { articleNumber: item.articleNumber }),
  ...(item.description !== undefined && { description: item.description }),
  unitPrice: minorAmount(unitPrice),
  quantity: quantityOf(item),
  ...(item.vatRate !== undefined && { vatRate: vatRateOf(item.vatRate) }),
  ...(item.type !== undefined && { type: item.type }),
});

interface Details {
  readonly currency?: string;
  readonly description?: string;
  readonly reference?: string;
}

/**
 * Copies the optional members of a capture, refund or reauthorisation, without members that are
 * undefined.
 */
export const givenDetails = ({ currency, description, reference }: Details): Details => ({
  ...(currency !== undefined && { currency }),
  ...(description !== undefined && { description }),
  ...(reference !== undefined && { reference }),
});

/** The body of a refund or a reauthorisation, as the domain's commands need it. */
export const moneyOf = ({ amount, items = [], ...details }: MoneyBody & Details): Requested => ({
  amount: minorAmount(amount),
  items: items.map((item) => itemOf(item, item.unitPrice)),
  ...givenDetails(details),
});
