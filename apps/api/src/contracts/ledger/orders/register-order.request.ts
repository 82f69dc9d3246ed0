import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { Store } from '#access';
import {
  type PaymentMethod,
  type RegisterOrderCommand,
  type Row,
  rowsMax,
  type RowType,
  rowTypes,
  type SalesSegment,
  type StoreDefault,
} from '#ledger';
import type { JsonNumber, JsonObject } from '../../../contract-kit/body/read-json.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { CustomerRequest } from './customer.dto.js';
import { AttributesField, attributesOf } from '../fields/attributes.js';
import { Nested, Objects } from '../../../contract-kit/body/fields.js';
import { Identifier, oneLine, PaymentIntentId } from '../fields/names.js';
import { integerOf, MinorUnits, Quantity, VatRate, vatRateOf } from '../fields/numbers.js';
import { Matching, Name, OneOf } from '../../../contract-kit/body/fields.js';
import { DateTime, instantOf } from '../fields/times.js';
import { isOrderKeyOrNone, madeOrderKey } from './order-key.js';

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

  @AttributesField()
  readonly attributes?: JsonObject;
}

const isPending = (authorization: unknown): boolean =>
  authorization instanceof AuthorizationRequest && authorization.status === 'pending';

/**
 * Refuses a field of an authorisation that is still pending, because no amount is authorised yet.
 */
const NotWhilePending = (): PropertyDecorator =>
  ValidateBy({
    name: 'notWhilePending',
    validator: {
      validate: (_value: unknown, context?: ValidationArguments) => !isPending(context?.object),
      defaultMessage: () => 'is allowed only with the status authorized',
    },
  });

/**
 * Checks the shape of `woo.orderKey`. The check is made for pending orders only, because no other
 * order uses the key.
 */
const OrderKeyOfShape = (): PropertyDecorator =>
  ValidateBy({
    name: 'orderKey',
    validator: {
      validate: (value: unknown, context?: ValidationArguments) =>
        !(context?.object instanceof RegisterOrderRequest) ||
        !isPending(context.object.authorization) ||
        isOrderKeyOrNone(value),
      defaultMessage: () => 'has a woo.orderKey that is not of 1 to 128 visible ASCII characters',
    },
  });

/** The state of the payment of a new order (ledger.md, "Register"). */
export class AuthorizationRequest {
  @OneOf(['authorized', 'pending'])
  readonly status!: 'authorized' | 'pending';

  @PaymentIntentId({
    optional: true,
    description:
      "The gateway's payment intent that holds the amount; of a card order that is `authorized`",
  })
  @NotWhilePending()
  readonly paymentIntent?: string;
}

/** The body of `POST /v1/orders`. */
export class RegisterOrderRequest {
  @Identifier({ example: 'demo-se' })
  readonly store!: string;

  @Matching(/^(?=\S)[^\p{C}\u2028\u2029]{1,128}(?<=\S)$/u, {
    mustBe: 'a string of 1 to 128 visible characters, with spaces only in between',
    schema: oneLine(128),
    description: "The store's number for the order; unique in the store",
    example: '1001',
  })
  readonly orderNumber!: string;

  @Matching(/^[A-Z]{3}$/, {
    mustBe: 'an ISO 4217 code in capital letters',
    optional: true,
    description: 'Default: that of the store',
    example: 'SEK',
  })
  readonly currency?: string;

  @OneOf(['B2C', 'B2B'], { optional: true, description: 'Default: that of the store' })
  readonly salesSegment?: SalesSegment;

  @OneOf(['invoice', 'card'])
  readonly paymentMethod!: PaymentMethod;

  @Objects(() => OrderRowRequest, { most: rowsMax })
  readonly rows!: readonly OrderRowRequest[];

  @Nested(() => AuthorizationRequest)
  readonly authorization!: AuthorizationRequest;

  @DateTime({ optional: true, description: 'Default: 90 days from now' })
  readonly expiresAt?: string;

  @Nested(() => CustomerRequest, {
    optional: true,
    description:
      'Stored encrypted under a key of this customer, so that an erasure can destroy the key',
  })
  readonly customer?: CustomerRequest;

  @AttributesField({
    description:
      '`woo.orderKey`: the key with which a shop front end may pay a pending order; generated if absent',
  })
  @OrderKeyOfShape()
  readonly attributes?: JsonObject;
}

/** True for an order that is paid, or is still to be paid, through the card gateway. */
export const needsGateway = ({ paymentMethod, authorization }: RegisterOrderRequest): boolean =>
  paymentMethod === 'card' || authorization.status === 'pending';

/**
 * Checks that only a card order names a payment intent.
 *
 * @throws HttpError 400 for an invoice order with a payment intent
 */
export const assertPayment = ({ paymentMethod, authorization }: RegisterOrderRequest): void => {
  if (paymentMethod === 'card' || authorization.paymentIntent === undefined) return;
  const path = ['authorization', 'paymentIntent'];
  throw shapeError([{ path, message: 'is allowed only with the payment method card' }]);
};

type Registration = RegisterOrderCommand['data'];

const rowOf = (row: OrderRowRequest): Omit<Row, 'rowId'> => {
  const attributes = attributesOf(row.attributes);
  return {
    ...(row.articleNumber !== undefined && { articleNumber: row.articleNumber }),
    description: row.description,
    unitPrice: integerOf(row.unitPrice),
    quantity: integerOf(row.quantity),
    vatRate: vatRateOf(row.vatRate),
    ...(row.type !== undefined && { type: row.type }),
    ...(attributes && { attributes }),
  };
};

const authorizationOf = (request: AuthorizationRequest): Registration['authorization'] => {
  const { status, paymentIntent } = request;
  return status === 'authorized' && paymentIntent !== undefined
    ? { status, paymentIntent }
    : { status };
};

/** The country always comes from the store, because a request has no field for it. */
const storeDefaultsOf = (request: RegisterOrderRequest): readonly StoreDefault[] => [
  ...(request.currency === undefined ? (['currency'] as const) : []),
  ...(request.salesSegment === undefined ? (['salesSegment'] as const) : []),
  'countryCode',
];

/**
 * The registration that a request asks for, with the store's defaults filled in. The customer is
 * not part of the result, because the log must not hold personal data in plain text. The customer
 * is encrypted separately, with a key that is destroyed when the person is erased (domain.md,
 * "Events").
 */
export const requestedRegistration = (
  request: RegisterOrderRequest,
  store: Store,
): Registration => {
  const attributes = attributesOf(request.attributes);
  return {
    storeId: store.storeId,
    orderNumber: request.orderNumber,
    currency: request.currency ?? store.currency,
    salesSegment: request.salesSegment ?? store.salesSegment,
    paymentMethod: request.paymentMethod,
    ...(store.countryCode !== undefined && { countryCode: store.countryCode }),
    rows: request.rows.map(rowOf),
    ...(request.expiresAt !== undefined && { expiresAt: instantOf(request.expiresAt) }),
    authorization: authorizationOf(request.authorization),
    ...(attributes && { attributes }),
    ...(isPending(request.authorization) && madeOrderKey(attributes)),
    storeDefaults: storeDefaultsOf(request),
  };
};

/** An example body of a registration for OpenAPI. */
export const registerExample = {
  invoice: {
    value: {
      store: 'demo-se',
      orderNumber: '1001',
      currency: 'SEK',
      salesSegment: 'B2C',
      paymentMethod: 'invoice',
      rows: [
        {
          articleNumber: '10001',
          description: 'Shoes',
          unitPrice: 9500,
          quantity: 1,
          vatRate: 25,
        },
        {
          articleNumber: '10002',
          description: 'T-Shirt',
          unitPrice: 9500,
          quantity: 2,
          vatRate: 25,
        },
      ],
      authorization: { status: 'authorized' },
    },
  },
};
