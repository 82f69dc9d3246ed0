import type { Address, CustomerDetails } from '#gateway';
import type { Customer, CustomerAddress } from '#personal-data';

/** The name of a person, or else of a company. */
export const nameOf = ({ firstName, lastName, company }: Customer): string | undefined => {
  const name = [firstName, lastName].filter((part) => part !== undefined).join(' ');
  return name === '' ? company : name;
};

const addressOf = ({
  line1,
  line2,
  postalCode,
  city,
  region,
  countryCode,
}: CustomerAddress): Address => ({
  ...(line1 !== undefined && { line1 }),
  ...(line2 !== undefined && { line2 }),
  ...(postalCode !== undefined && { postalCode }),
  ...(city !== undefined && { city }),
  ...(region !== undefined && { region }),
  ...(countryCode !== undefined && { countryCode }),
});

/** The customer of an order as the gateway takes it. */
export const gatewayCustomerOf = (customer: Customer): CustomerDetails => {
  const { email, phone, billingAddress, shippingAddress } = customer;
  const name = nameOf(customer);
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(billingAddress && { address: addressOf(billingAddress) }),
    ...(shippingAddress && {
      shipping: {
        name: name ?? '',
        ...(phone !== undefined && { phone }),
        address: addressOf(shippingAddress),
      },
    }),
  };
};
