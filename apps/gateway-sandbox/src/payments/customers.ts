import { GatewayError } from '../gateway-error.js';
import type { Parameters } from '../http/parameters.js';
import type { SandboxStore } from '../store.js';
import { newId, now } from './objects.js';
import type { Customer } from './objects.js';

export const customerOf = (store: SandboxStore, id: string): Customer => {
  const customer = store.find('customer', id);
  if (customer === undefined) throw GatewayError.resource('customer', id);
  return customer;
};

const blank = (): Customer => ({
  id: newId('cus'),
  object: 'customer',
  created: now(),
  email: null,
  name: null,
  phone: null,
  description: null,
  address: null,
  shipping: null,
  livemode: false,
  metadata: {},
});

const withParameters = (former: Customer, parameters: Parameters): Customer => ({
  ...former,
  email: parameters.text('email', 512) ?? former.email,
  name: parameters.text('name', 256) ?? former.name,
  phone: parameters.text('phone', 64) ?? former.phone,
  description: parameters.text('description') ?? former.description,
  address: parameters.group('address') ?? former.address,
  shipping: parameters.group('shipping') ?? former.shipping,
  metadata: parameters.metadata(former.metadata),
});

export const createCustomer = (store: SandboxStore, parameters: Parameters): Customer => {
  const customer = withParameters(blank(), parameters);
  store.add('customers', customer);
  return customer;
};

export const updateCustomer = (
  store: SandboxStore,
  id: string,
  parameters: Parameters,
): Customer => {
  const customer = withParameters(customerOf(store, id), parameters);
  store.put(customer);
  return customer;
};
