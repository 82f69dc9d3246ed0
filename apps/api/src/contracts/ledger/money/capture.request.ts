import { applyDecorators } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import type { RequestedCapture } from '../../../commands/capture-commands.js';
import { isJsonNumber, type JsonNumber } from '../../../contract-kit/body/read-json.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { field, Flag, FreeText, Text } from '../../../contract-kit/body/fields.js';
import { PaymentIntentId } from '../fields/names.js';
import { minorUnitsRule } from '../fields/numbers.js';
import {
  ActionReference,
  givenDetails,
  ItemRequest,
  itemOf,
  Items,
  minorAmount,
  OrderCurrency,
  quantityOf,
} from './money.request.js';
const remaining = 'remaining';

/** An amount, or the word `remaining`: all that is left when the capture is decided. */
const CaptureAmount = (): PropertyDecorator =>
  field(
    {
      accepts: (value) => value === remaining || minorUnitsRule.accepts(value),
      message: `${minorUnitsRule.message}, or ${remaining}`,
      schema: { oneOf: [minorUnitsRule.schema, { type: 'string', enum: [remaining] }] },
    },
    {
      example: 9500,
      description: `\`${remaining}\`: all that is left when the capture is decided`,
    },
  );

/**
 * The unit price of an item. The price may be left out if `rowId` identifies the row of the order.
 */
const PriceUnlessRowId = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      ...minorUnitsRule.schema,
      required: false,
      description: 'Required unless `rowId` names the row',
    }),
    ValidateIf(
      ({ unitPrice, rowId }: CaptureItemRequest) => unitPrice !== undefined || rowId === undefined,
    ),
  );

/** An item of a capture. The fields follow the rules of `ItemRequest`, except for the price. */
export class CaptureItemRequest extends (ItemRequest as Type<Omit<ItemRequest, 'unitPrice'>>) {
  @PriceUnlessRowId()
  declare readonly unitPrice?: JsonNumber;

  @Text({
    optional: true,
    description:
      'Without `unitPrice`: the row to capture; only `quantity` is matched. With `unitPrice`: as an ' +
      'order shows it, optional and not matched',
  })
  declare readonly rowId?: string;
}

/** A capture of an order. */
export class CaptureRequest {
  @CaptureAmount()
  readonly amount!: JsonNumber | typeof remaining;

  @OrderCurrency()
  readonly currency?: string;

  @Items(() => CaptureItemRequest)
  readonly items?: readonly CaptureItemRequest[];

  @ActionReference()
  readonly reference?: string;

  @Flag({ optional: true, description: 'Capture the items as given, without matching them' })
  readonly replaceItems?: boolean;

  @FreeText({ optional: true, description: 'At most 50 characters; `Capture` if blank' })
  readonly description?: string;

  @Flag({ optional: true, description: 'Cancel what is left after this capture' })
  readonly final?: boolean;
}

/**
 * The body of `POST /v1/orders/{id}/captures`. Unlike a line of a bulk, it may name a payment
 * intent, because this call can ask the gateway about it.
 */
export class OrderCaptureRequest extends CaptureRequest {
  @PaymentIntentId({
    optional: true,
    description:
      'The card payment to capture through. A terminal payment authorises a pending order',
  })
  readonly paymentIntent?: string;
}

/**
 * Turns a request body into the capture that the ledger shall make.
 *
 * @throws HttpError 400 if `replaceItems` is true and there are no items, or an item has no price
 */
export const captureContent = (request: CaptureRequest): RequestedCapture => {
  const { amount, items = [], replaceItems = false, final = false, ...details } = request;
  if (replaceItems) assertReplacement(items);
  return {
    amount: isJsonNumber(amount) ? minorAmount(amount) : amount,
    items: items.map(captureItemOf),
    ...givenDetails(details),
    replaceItems,
    ...(final && { final }),
  };
};

const assertReplacement = (items: readonly CaptureItemRequest[]): void => {
  if (items.length === 0)
    throw shapeError([
      { path: ['items'], message: 'must have an entry when replaceItems is true' },
    ]);
  const message = 'is required when replaceItems is true';
  const violations = items.flatMap(({ unitPrice }, index) =>
    unitPrice === undefined ? [{ path: ['items', index, 'unitPrice'], message }] : [],
  );
  if (violations.length > 0) throw shapeError(violations);
};

const captureItemOf = (item: CaptureItemRequest): RequestedCapture['items'][number] => {
  const { unitPrice, rowId = '' } = item;
  return unitPrice === undefined ? { rowId, quantity: quantityOf(item) } : itemOf(item, unitPrice);
};

/** Example bodies of captures for OpenAPI. */
export const captureExamples = {
  everything: { summary: 'All that is left', value: { amount: 28500 } },
  remaining: {
    summary: 'All that is left, without knowing how much',
    value: { amount: 'remaining', reference: 'ship-2' },
  },
  rows: {
    summary: 'Some rows',
    value: {
      amount: 9500,
      items: [{ articleNumber: '10001', unitPrice: 9500, quantity: 1 }],
      description: 'First parcel',
      reference: 'ship-1',
    },
  },
  terminal: {
    summary: 'All that is left, through the card that was tapped',
    value: { amount: 'remaining', paymentIntent: 'pi_3MtwBwLkdIwHu7ix28a3tqPa' },
  },
  rowIds: {
    summary: 'Rows by their ids',
    value: { amount: 9500, items: [{ rowId: 'r1', quantity: 1 }] },
  },
  amount: { summary: 'An amount (B2C)', value: { amount: 10000, description: 'Part delivery' } },
  replacing: {
    summary: 'Replacing rows, without matching them with the order',
    value: {
      amount: 10000,
      replaceItems: true,
      items: [{ description: 'Bundle', unitPrice: 10000, quantity: 1, vatRate: 25 }],
    },
  },
};
