export {
  type Customer,
  type CustomerAddress,
  sealCustomer,
  SealedCustomers,
  type CustomerInLog,
  type OpenedCustomer,
} from './sealing/sealed-customers.js';
export {
  CustomerHasName,
  destroyErasedKeys,
  eraseAgain,
  type ErasedAgain,
  eraseCustomer,
  type Erased,
  type ErasedPerson,
} from './erasure/erase-customer.js';
export { type Erasure, listErasures, type PlainCopies } from './erasure/erasure.js';
export { PersonKeys } from './keys/person-keys.js';
export type { Person } from './keys/person-names.js';
export { rewrapPersonKeys } from './keys/rewrap-person-keys.js';
export { makePersonKey, type PersonKey, PersonKeyUnreadable } from './keys/wrapped-keys.js';

/**
 * The migrations that create the tables of personal data, in the form that `migrate` of
 * libs/runtime reads.
 */
export const personalDataMigrations = {
  name: 'personal-data',
  directory: new URL('./migrations/', import.meta.url),
} as const;
