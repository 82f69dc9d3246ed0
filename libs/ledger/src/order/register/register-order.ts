import { accept } from '../accept.js';
import { afterDefaultLife } from '../after-default-life.js';
import { answeredBefore, replay } from '../answered-before.js';
import type { Decision } from '../decision.js';
import { fingerprint } from '../fingerprint.js';
import { firstRejection } from '../first-rejection.js';
import type { RegisterOrder } from '../order-commands.js';
import type { OrderAuthorized, OrderEvent, OrderRegistered } from '../order-events.js';
import type { Order } from '../order.js';
import type { OrderLimits } from '../order-limits.js';
import { reject } from '../reject.js';
import { registrationChecks } from './registration-checks.js';
import { registrationMeaning } from './registration-meaning.js';
import type { RegisteredCustomer, SealedCustomer } from './sealed-customer.js';

/**
 * Registers an order. The same content again is accepted, other content under the number is refused
 * (domain.md).
 */
export const registerOrder = (
  order: Order | undefined,
  command: RegisterOrder,
  limits: OrderLimits,
): Decision => {
  const print = fingerprint(registrationMeaning(command));
  if (order !== undefined) return registeredBefore(order, command, print);
  const rejected = firstRejection(registrationChecks, command);
  if (rejected !== undefined) return rejected;
  return accept({ order, command, fingerprint: print, limits }, registrationEvents(command));
};

const registeredBefore = (order: Order, command: RegisterOrder, print: string): Decision => {
  const answered = answeredBefore(order, command, print);
  if (answered !== undefined) return answered;
  return order.registration.fingerprint === print
    ? replay(order.registration)
    : reject('ORDER_NUMBER_TAKEN', 'The store has another order under this number.');
};

const registrationEvents = (command: RegisterOrder): OrderEvent[] => {
  const registered = orderRegistered(command);
  return command.data.authorization.status === 'authorized'
    ? [registered, orderAuthorized(command, registered)]
    : [registered];
};

const orderRegistered = ({ orderId, at, data }: RegisterOrder): OrderRegistered => ({
  type: 'OrderRegistered',
  data: {
    orderId,
    storeId: data.storeId,
    orderNumber: data.orderNumber,
    currency: data.currency,
    salesSegment: data.salesSegment,
    paymentMethod: data.paymentMethod,
    ...(data.countryCode !== undefined && { countryCode: data.countryCode }),
    rows: data.rows.map((row, index) => ({ ...row, rowId: `r${index + 1}` })),
    placedAt: at,
    expiresAt: data.expiresAt ?? afterDefaultLife(at),
    ...(data.attributes !== undefined && { attributes: data.attributes }),
    ...(data.customer && { customer: sealedPart(data.customer) }),
  },
});

const sealedPart = ({ keyId, sealed }: RegisteredCustomer): SealedCustomer => ({ keyId, sealed });

const orderAuthorized = (command: RegisterOrder, registered: OrderRegistered): OrderAuthorized => {
  const { authorization, currency } = command.data;
  const paymentIntent =
    authorization.status === 'authorized' ? authorization.paymentIntent : undefined;
  return {
    type: 'OrderAuthorized',
    data: {
      orderId: command.orderId,
      amount: registered.data.rows.reduce((sum, row) => sum + row.unitPrice * row.quantity, 0),
      currency,
      authorizedAt: command.at,
      ...(paymentIntent !== undefined && { paymentIntent }),
    },
  };
};
