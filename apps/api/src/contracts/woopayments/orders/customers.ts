import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CustomerDetails, Refusal } from '#gateway';
import { actionOf, decide } from '#ledger';
import { actionId } from '../../../commands/command-request.js';
import { CreateCustomer } from '../../../commands/payment-commands.js';
import { acceptedOf, CommandRejected } from '../../../contract-kit/executed.js';
import type { HttpError } from '../../../contract-kit/http-error.js';
import { escaped } from '../gateway/capture-failure.js';
import { GatewayIntents, resultOf } from '../gateway/gateway-intents.js';
import { serverError } from '../woopayments-envelope.js';
import { ShownCustomers } from './shown-customers.js';
import type { WooOrder } from './woo-orders.js';

const refused = ({ message }: Refusal): HttpError => serverError(escaped(message));

/** Makes the gateway's customer of an order, or brings it up to date. */
@Injectable()
export class WooCustomers {
  constructor(
    private readonly commands: CommandBus,
    private readonly intents: GatewayIntents,
    private readonly shown: ShownCustomers,
  ) {}

  /** @throws CommandRejected for an order that is over */
  async create(found: WooOrder): Promise<{ readonly id: string }> {
    const { target } = found;
    assertOpen(found);
    const { details, before } = await this.shown.of(found);
    const updated = before === undefined ? undefined : await this.#update(before, found, details);
    const customerId = updated ?? (await this.#make(found, details, before));
    acceptedOf(await this.commands.execute(new CreateCustomer(target, { customerId })));
    return { id: customerId };
  }

  /** Nothing if the gateway no longer has the customer. */
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

  /** Calls at once make one customer: the key names the order and who was there before. */
  async #make(
    { target, deadline }: WooOrder,
    details: CustomerDetails,
    before: string | undefined,
  ): Promise<string> {
    const key = actionId(target.orderId, actionOf.CreateCustomer, `after ${before ?? 'none'}`);
    const outcome = await this.intents.ask(deadline, async (gateway) =>
      gateway.createCustomer(details, key),
    );
    return resultOf(outcome, refused).id;
  }
}

/** Before anything is made at the gateway. @throws CommandRejected */
const assertOpen = ({ order, target }: WooOrder): void => {
  const { orderId, request } = target;
  const decision = decide(order, {
    ...{ type: 'CreateCustomer', orderId, actionId: orderId, at: request.at },
    data: { customerId: '' },
  });
  if (decision.kind === 'rejected') throw new CommandRejected(decision);
};
