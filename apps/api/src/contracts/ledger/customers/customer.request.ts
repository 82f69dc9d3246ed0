import type { Customer, CustomerAddress } from '#personal-data';
import { Flag } from '../fields/flag.js';
import { Nested } from '../fields/nested-field.js';
import { emailAddress } from '../fields/portable-patterns.js';
import { Matching } from '../fields/text.js';
import { PersonalText } from '../fields/personal-text.js';
import { AddressRequest } from './address.request.js';

/** Who buys (ledger.md, "Customer"). Everything may be left out. */
export class CustomerRequest {
  @PersonalText({ most: 128, description: "The store's own number", example: 'c-1001' })
  readonly reference?: string;

  @Matching(/^(?=.{3,254}$)[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u, {
    mustBe: 'an e-mail address of at most 254 characters',
    schema: emailAddress,
    optional: true,
    example: 'anna@example.com',
  })
  readonly email?: string;

  @PersonalText({ most: 64, example: '+46701234567' })
  readonly phone?: string;

  @PersonalText({ most: 128, example: 'Anna' })
  readonly firstName?: string;

  @PersonalText({ most: 128, example: 'Lind' })
  readonly lastName?: string;

  @PersonalText({ most: 256, example: 'Lind AB' })
  readonly company?: string;

  @Flag({ optional: true, description: 'Has an account at the shop' })
  readonly registered?: boolean;

  @Nested(() => AddressRequest, { optional: true })
  readonly billingAddress?: AddressRequest;

  @Nested(() => AddressRequest, { optional: true })
  readonly shippingAddress?: AddressRequest;
}

/** Without what was left out; nothing at all if that was everything. */
const given = <Fields extends object>(fields: Fields): Fields | undefined => {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Fields);
};

const addressOf = (request: AddressRequest | undefined): CustomerAddress | undefined =>
  request && given<CustomerAddress>(request);

/** The customer as it is sealed; one without content is none. */
export const customerOf = (request: CustomerRequest | undefined): Customer | undefined => {
  if (request === undefined) return undefined;
  const { billingAddress, shippingAddress, ...rest } = request;
  const billing = addressOf(billingAddress);
  const shipping = addressOf(shippingAddress);
  return given<Customer>({
    ...rest,
    ...(billing && { billingAddress: billing }),
    ...(shipping && { shippingAddress: shipping }),
  });
};
