import { Nested, Objects, TextField } from '../../../contract-kit/body/fields.js';
import type { JsonObject } from '../../../contract-kit/body/read-json.js';
import { charactersMax, Enumerated, FreeObject, Scalar } from './woo-fields.js';

/** The payment methods of the contract, by the ids that shops know them by. */
export const paymentMethods = ['woocommerce_payments', 'bacs', 'cheque', 'cod'] as const;
export type PaymentMethodId = (typeof paymentMethods)[number];

const Line = (example: string): PropertyDecorator =>
  TextField({ charactersMax, optional: true, example });

/** An address as shops write it. */
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

/** Key and address of a guest, in the query or in the body. */
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
    description: "The order's if absent, or else that of billing",
  })
  shipping_address?: ShippingAddressDto;

  @Enumerated(paymentMethods, { optional: true, example: 'woocommerce_payments' })
  payment_method?: PaymentMethodId;

  @Objects(() => PaymentDataDto, { most: entriesMax, optional: true })
  payment_data?: readonly PaymentDataDto[];

  @TextField({ charactersMax, optional: true, example: '' })
  customer_note?: string;

  @FreeObject({ optional: true })
  additional_fields?: JsonObject;

  @FreeObject({ optional: true })
  extensions?: JsonObject;
}
