import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Address, CustomerDetails } from '#gateway';
import type { Customer, CustomerAddress } from '#personal-data';
import { OrderQueries, PositionWatch, shopCustomerOf } from '#read-models';
import { HttpError } from '../../../contract-kit/http-error.js';
import { EndOfLog } from '../../../queries/log-end.js';
import { WaitingReads } from '../../../queries/waiting-reads.js';
import { poolToken } from '../../../services/service-tokens.js';
import type { WooOrder } from './woo-orders.js';

export interface ShownCustomer {
  readonly details: CustomerDetails;
  /**
   * The id of the customer at the gateway, if this order or another order of the same person
   * already has one.
   */
  readonly before: string | undefined;
  /**
   * An id of the person, if the person has an account at the shop and no customer at the gateway
   * yet. It is the same for all orders of the person.
   */
  readonly person?: string;
}

const notShownYet = (): HttpError =>
  new HttpError({
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    detail: 'The order is not shown yet. The call may be repeated.',
    headers: { 'Retry-After': '2' },
  });

/**
 * The largest possible position. Asking for the last event before it gives the last event of the
 * log.
 */
const endless = 2n ** 63n - 1n;

/**
 * Reads the customers of orders. The data are taken from the read model, because in the log they
 * are encrypted.
 */
@Injectable()
export class ShownCustomers {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    private readonly orders: OrderQueries,
    private readonly positions: PositionWatch,
    private readonly endOfLog: EndOfLog,
    private readonly waiting: WaitingReads,
  ) {}

  async of(found: WooOrder): Promise<ShownCustomer> {
    const { order, target, position } = found;
    await this.#reach(position, found);
    const customer = await this.#customerOf(target.orderId);
    const details = customer === undefined ? {} : gatewayCustomerOf(customer);
    const { customerId } = order.payment;
    if (customerId !== undefined || customer?.registered !== true)
      return { details, before: customerId };
    // Another order of the same person may have got a customer just now, and the read model may not
    // show it yet. So the read model must first reach the end of the log.
    await this.#reach((await this.endOfLog.before(endless)) ?? position, found);
    const person = await shopCustomerOf(this.pool, target.orderId);
    return {
      ...{ details, before: person?.gatewayCustomerId },
      ...(person !== undefined && { person: person.keyId }),
    };
  }

  async #customerOf(orderId: string): Promise<Customer | undefined> {
    const shown = (await this.orders.find(orderId))?.customer;
    return shown === undefined || shown.erased ? undefined : shown.customer;
  }

  /** Waits until the read model has reached a position of the log. @throws HttpError 503 */
  async #reach(position: bigint, { target, deadline }: WooOrder): Promise<void> {
    if (this.positions.reached >= position) return;
    const { clientId } = target.request.caller;
    const wait = async () => this.positions.waitFor(position, deadline.leftMs);
    if ((await this.waiting.during(clientId, wait)) < position) throw notShownYet();
  }
}

/** The name of the person, or that of the company if there is no person. */
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

/**
 * Translates a customer into the fields of the gateway. The field `careOf` is dropped, because the
 * gateway has no such field.
 */
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
