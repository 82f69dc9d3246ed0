import type { ApiPropertyOptions } from '@nestjs/swagger';
import {
  field,
  type FieldOptions,
  Nested,
  Objects,
  TextField,
} from '../../../contract-kit/body/fields.js';
import { isObject, type JsonObject } from '../../../contract-kit/body/read-json.js';

/** The maximum length of any string in a request (contracts/README.md, "Rules for all of them"). */
const charactersMax = 256;

const isShort = (text: string): boolean =>
  text.length <= charactersMax ||
  (text.length <= 2 * charactersMax && Array.from(text).length <= charactersMax);

const schema: ApiPropertyOptions = { type: 'string', maxLength: charactersMax };

/** A field that is a string or a boolean, as in `payment_data`. */
const Scalar = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    {
      name: 'scalar',
      parameters: { charactersMax },
      accepts: (value) =>
        typeof value === 'boolean' || (typeof value === 'string' && isShort(value)),
      message: 'must be a string or a boolean',
      schema: { oneOf: [schema, { type: 'boolean' }] } as ApiPropertyOptions,
    },
    options,
  );

const listed = (words: readonly string[]): string =>
  `${words.slice(0, -1).join(', ')}, and ${words.at(-1) ?? ''}`;

/**
 * A field that must be one of the given words, or empty: WooCommerce takes an empty payment method
 * for none. The list is passed on as a parameter of the rule, because WordPress repeats it in its
 * error text.
 */
const Enumerated = (words: readonly string[], options: FieldOptions): PropertyDecorator =>
  field(
    {
      name: 'enum',
      parameters: { words: listed(words) },
      accepts: (value) => typeof value === 'string' && (value === '' || words.includes(value)),
      message: `must be one of ${words.join(', ')}`,
      schema: { type: 'string', enum: ['', ...words] },
    },
    options,
  );

/** A field that may be any object. PHP writes an empty object as `[]`, so that is accepted too. */
const FreeObject = (options: FieldOptions): PropertyDecorator =>
  field(
    {
      name: 'object',
      accepts: (value) => isObject(value as never) || (Array.isArray(value) && value.length === 0),
      message: 'must be an object',
      schema: { type: 'object', additionalProperties: true },
    },
    options,
  );

/** WooCommerce's ids of the payment methods that this contract supports. */
export const paymentMethods = ['woocommerce_payments', 'bacs', 'cheque', 'cod'] as const;
export type PaymentMethodId = (typeof paymentMethods)[number];

const Line = (example: string): PropertyDecorator =>
  TextField({ charactersMax, optional: true, example });

/** An address with WooCommerce's field names. */
export class ShippingAddressDto {
  @Line('Anna')
  first_name?: string;

  @Line('Lind')
  last_name?: string;

  @Line('')
  company?: string;

  @Line('Storgatan 1')
  address_1?: string;

  @Line('')
  address_2?: string;

  @Line('Stockholm')
  city?: string;

  @Line('')
  state?: string;

  @Line('111 22')
  postcode?: string;

  @Line('SE')
  country?: string;

  @Line('+46701234567')
  phone?: string;
}

export class BillingAddressDto extends ShippingAddressDto {
  @Line('anna@example.com')
  email?: string;
}

export class PaymentDataDto {
  @TextField({ charactersMax, example: 'wcpay-payment-method' })
  key!: string;

  @Scalar({ example: 'pm_card_visa' })
  value!: string | boolean;
}

/** The order key and e-mail address of a guest, in the query or in the body. */
export class GuestDto {
  @TextField({ charactersMax, optional: true, description: "The order's key; guests need it" })
  key?: string;

  @TextField({ charactersMax, optional: true, description: "The order's billing e-mail address" })
  billing_email?: string;
}

const entriesMax = 1_000;

/** The body of a checkout. */
export class CheckoutDto extends GuestDto {
  @Nested(() => BillingAddressDto)
  billing_address!: BillingAddressDto;

  @Nested(() => ShippingAddressDto, {
    optional: true,
    description: "Default: the order's address, or else the billing address",
  })
  shipping_address?: ShippingAddressDto;

  @Enumerated(paymentMethods, { optional: true, example: 'woocommerce_payments' })
  payment_method?: PaymentMethodId | '';

  @Objects(() => PaymentDataDto, { most: entriesMax, optional: true })
  payment_data?: readonly PaymentDataDto[];

  @TextField({ charactersMax, optional: true, example: '' })
  customer_note?: string;

  @FreeObject({ optional: true })
  additional_fields?: JsonObject;

  @FreeObject({ optional: true })
  extensions?: JsonObject;
}
