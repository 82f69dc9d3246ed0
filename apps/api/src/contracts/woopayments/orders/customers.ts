import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Address, CustomerDetails } from '#gateway';
import { type Order, actionOf } from '#ledger';
import type { Customer, CustomerAddress } from '#personal-data';
import { OrderQueries, PositionWatch } from '#read-models';
import { actionId } from '../../../commands/action-id.js';
import { CreateCustomer } from '../../../commands/create-customer.js';
import { acceptedOf } from '../../../contract-kit/executed.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { WaitingReads } from '../../../queries/waiting-reads.js';
import { escaped } from '../gateway/capture-failure.js';
import { gatewayAway, GatewayIntents, resultOf } from '../gateway/gateway-intents.js';
import { serverError } from '../woopayments-envelope.js';
import type { WooOrder } from './woo-orders.js';

const waitMsMax = 5_000;

const wrongStatus = (): HttpError =>
  new HttpError({
    status: 400,
    code: 'wcpay_invalid_order_status',
    detail: 'Invalid order status',
  });

const isOpen = ({ balance: { status }, payment }: Order): boolean =>
  status === 'Pending'
    ? payment.failure === undefined
    : status === 'NotActivated' || status === 'PartActivated';

const nameOf = ({ firstName, lastName, company }: Customer): string | undefined => {
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

/** Makes the gateway's customer of an order, or brings it up to date. */
@Injectable()
export class WooCustomers {
  constructor(
    private readonly commands: CommandBus,
    private readonly intents: GatewayIntents,
    private readonly orders: OrderQueries,
    private readonly positions: PositionWatch,
    private readonly waiting: WaitingReads,
  ) {}

  /** @throws HttpError 400 for an order that is over */
  async create(found: WooOrder): Promise<{ readonly id: string }> {
    const { order, target } = found;
    if (!isOpen(order)) throw wrongStatus();
    const details = await this.#detailsOf(found);
    const { customerId: before } = order.payment;
    const updated = before === undefined ? undefined : await this.#update(before, target, details);
    const customerId = updated ?? (await this.#make(target, details, before));
    acceptedOf(await this.commands.execute(new CreateCustomer(target, { customerId })));
    return { id: customerId };
  }

  /** Nothing if the gateway no longer has the customer. */
  async #update(
    id: string,
    { orderId, request }: WooOrder['target'],
    details: CustomerDetails,
  ): Promise<string | undefined> {
    const gateway = await this.intents.gateway();
    const known = await gateway.readCustomer(id);
    if (known.kind === 'refused' && known.refusal.code === 'resource_missing') return undefined;
    resultOf(known, ({ message }) => serverError(escaped(message)));
    const key = actionId(orderId, actionOf.CreateCustomer, undefined);
    const outcome = await gateway.updateCustomer(id, details, `${key}-${request.correlationId}`);
    return resultOf(outcome, ({ message }) => serverError(escaped(message))).id;
  }

  /** Calls at once make one customer: the key names the order and who was there before. */
  async #make(
    { orderId }: WooOrder['target'],
    details: CustomerDetails,
    before: string | undefined,
  ): Promise<string> {
    const gateway = await this.intents.gateway();
    const key = actionId(orderId, actionOf.CreateCustomer, `after ${before ?? 'none'}`);
    const outcome = await gateway.createCustomer(details, key);
    return resultOf(outcome, ({ message }) => serverError(escaped(message))).id;
  }

  /** The read model holds customers, so it must have come to the order. */
  async #detailsOf({ target, position }: WooOrder): Promise<CustomerDetails> {
    const { caller } = target.request;
    const wait = async () => this.positions.waitFor(position, waitMsMax);
    const isThere =
      this.positions.reached >= position ||
      (await this.waiting.during(caller.clientId, wait)) >= position;
    if (!isThere) throw gatewayAway();
    const customer = (await this.orders.find(target.orderId))?.customer;
    if (customer === undefined || customer.erased) return {};
    return gatewayCustomerOf(customer.customer);
  }
}
