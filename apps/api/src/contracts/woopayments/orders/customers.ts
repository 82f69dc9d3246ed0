import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CustomerDetails, Outcome, Refusal } from '#gateway';
import { actionOf, decide } from '#ledger';
import { actionId } from '../../../commands/command-request.js';
import { CreateCustomer } from '../../../commands/order-life-commands.js';
import { acceptedOf, CommandRejected, type HttpError } from '../../../contract-kit/http-error.js';
import { escaped } from '../gateway/capture-failure.js';
import { GatewayIntents, resultOf } from '../gateway/gateway-intents.js';
import { serverError } from '../woopayments-envelope.js';
import { type ShownCustomer, ShownCustomers } from './shown-customers.js';
import { isRepeat, type WooAnswer, type WooOrder } from './woo-orders.js';

const refused = ({ message }: Refusal): HttpError => serverError(escaped(message));

/**
 * Makes or updates the customer object at the gateway that belongs to an order, and records its id
 * on the order.
 */
@Injectable()
export class WooCustomers {
  constructor(
    private readonly commands: CommandBus,
    private readonly intents: GatewayIntents,
    private readonly shown: ShownCustomers,
  ) {}

  /**
   * Makes or updates the customer at the gateway. A repeat with the same idempotency key gets the
   * recorded customer, even if the order has ended since.
   *
   * @throws CommandRejected for an order that has ended
   */
  async create(found: WooOrder): Promise<WooAnswer<{ readonly id: string }>> {
    const { order, target } = found;
    const recorded = order.payment.customerId;
    if (recorded !== undefined && isRepeat(found, 'CreateCustomer'))
      return { body: { id: recorded }, repeated: {} };
    assertOpen(found);
    const shown = await this.shown.of(found);
    const { details, before } = shown;
    const updated = before === undefined ? undefined : await this.#update(before, found, details);
    const customerId = updated ?? (await this.#make(found, shown));
    acceptedOf(await this.commands.execute(new CreateCustomer(target, { customerId })));
    return { body: { id: customerId } };
  }

  /** Updates a customer at the gateway; undefined if the gateway has lost the customer. */
  async #update(
    id: string,
    { target, deadline }: WooOrder,
    details: CustomerDetails,
  ): Promise<string | undefined> {
    const known = await this.intents.ask(deadline, async (gateway) => gateway.readCustomer(id));
    if (known.kind === 'refused' && known.refusal.code === 'resource_missing') return undefined;
    resultOf(known, refused);
    const key = actionId(target.orderId, actionOf.CreateCustomer, undefined);
    const outcome = await this.intents.ask(deadline, async (gateway) =>
      gateway.updateCustomer(id, details, key),
    );
    return resultOf(outcome, refused).id;
  }

  /**
   * Makes a customer at the gateway. Concurrent calls for one order, or for two orders of one
   * person, send the same idempotency key, so that only one customer is made. If the orders have
   * different data of the person, the gateway refuses the key for the later one; then the key of
   * the order is sent. If the gateway has lost an earlier customer, the key contains that
   * customer's id; otherwise the gateway would return the lost customer again.
   */
  async #make(
    { target, deadline }: WooOrder,
    { details, before, person }: ShownCustomer,
  ): Promise<string> {
    const make = async (owner: string): Promise<Outcome<{ readonly id: string }>> => {
      const key = actionId(owner, actionOf.CreateCustomer, `after ${before ?? 'none'}`);
      return this.intents.ask(deadline, async (gateway) => gateway.createCustomer(details, key));
    };
    const { orderId } = target;
    const first = await make(person ?? orderId);
    const isTaken = first.kind === 'unknown' && first.doubt.reason === 'key-used-otherwise';
    const outcome = isTaken && person !== undefined ? await make(orderId) : first;
    return resultOf(outcome, refused).id;
  }
}

/**
 * Checks that the ledger would accept a customer for this order, before a customer is made at the
 * gateway.
 *
 * @throws CommandRejected
 */
const assertOpen = ({ order, target }: WooOrder): void => {
  const { orderId, request } = target;
  const decision = decide(order, {
    ...{ type: 'CreateCustomer', orderId, actionId: orderId, at: request.at },
    data: { customerId: '' },
  });
  if (decision.kind === 'rejected') throw new CommandRejected(decision);
};
