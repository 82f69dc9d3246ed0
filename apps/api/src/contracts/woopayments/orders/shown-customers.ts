import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { CustomerDetails } from '#gateway';
import type { Customer } from '#personal-data';
import { gatewayCustomerOfPerson, OrderQueries, PositionWatch } from '#read-models';
import { EndOfLog } from '../../../queries/log-end.js';
import { WaitingReads } from '../../../queries/waiting-reads.js';
import { poolToken } from '../../../services/service-tokens.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { gatewayCustomerOf } from './gateway-customer.js';
import type { WooOrder } from './woo-orders.js';

interface ShownCustomer {
  readonly details: CustomerDetails;
  /** The gateway's customer of this order, or of the person's other orders. */
  readonly before: string | undefined;
}

const notShownYet = (): HttpError =>
  new HttpError({
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    detail: 'The order is not shown yet. The call may be repeated.',
    headers: { 'Retry-After': '2' },
  });

/** Past every event of the log. */
const endless = 2n ** 63n - 1n;

/** Customers of orders, which the read model holds and the log holds sealed. */
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
    // The log may hold the answer to a call for another order that the read model has not yet.
    await this.#reach((await this.endOfLog.before(endless)) ?? position, found);
    return { details, before: await gatewayCustomerOfPerson(this.pool, target.orderId) };
  }

  async #customerOf(orderId: string): Promise<Customer | undefined> {
    const shown = (await this.orders.find(orderId))?.customer;
    return shown === undefined || shown.erased ? undefined : shown.customer;
  }

  async #reach(position: bigint, { target, deadline }: WooOrder): Promise<void> {
    if (this.positions.reached >= position) return;
    const { clientId } = target.request.caller;
    const wait = async () => this.positions.waitFor(position, deadline.leftMs);
    if ((await this.waiting.during(clientId, wait)) < position) throw notShownYet();
  }
}
