import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OrderRepository } from '#event-log';
import type { Order } from '#ledger';
import type { Customer } from '#personal-data';
import type { OrderTarget } from '../../../commands/order-commands.js';
import { HttpError, notFound } from '../../../contract-kit/http-error.js';
import { commandRequestOf } from '../../../contract-kit/request.js';
import { OrderCustomers } from '../../../queries/logged-orders.js';
import { OrderNumbers } from '../../../queries/order-lookup.js';
import type { GuestDto } from '../request/checkout.dto.js';
import type { ShopSession } from '../session/shop-session.js';
import { orderUnknown } from '../woo-store-envelope.js';
import { assertMayPay } from './order-guard.js';
import type { Shop } from './shop-stores.js';

/** An order that the caller may pay. */
export interface ShopOrder {
  readonly order: Order;
  /** The person who ordered; undefined if none was registered or the data were erased. */
  readonly customer: Customer | undefined;
  /** The order's id and the caller's request, which each command on the order needs. */
  readonly target: OrderTarget;
}

/**
 * Answers contain the order number as a JSON number. Clients read numbers of up to 15 digits
 * without rounding.
 */
const digitsMax = 15;

/**
 * Events name a client of the ledger as their actor, but a shopper is not a client. This id is used
 * instead. The ids of clients contain no colon, so it cannot be the id of a client.
 */
const actor = 'woo-store:shopper';

/** Checks that the order number in the URL has only digits. @throws HttpError 404 */
export const assertOrderAddress = (number: string): void => {
  if (!/^\d+$/.test(number)) throw new HttpError(notFound);
};

interface Wanted {
  readonly number: string;
  readonly guest: GuestDto;
  readonly session: ShopSession;
  readonly idempotencyKey?: string | undefined;
}

/** Finds orders by their number in a shop's store, and checks that the caller may pay them. */
@Injectable()
export class ShopOrders {
  constructor(
    private readonly numbers: OrderNumbers,
    private readonly orders: OrderRepository,
    private readonly customers: OrderCustomers,
  ) {}

  /** Finds an order and checks that the caller may pay it. @throws HttpError 404, 401, 403 */
  async find(
    request: FastifyRequest,
    { store }: Shop,
    { number, guest, session, idempotencyKey }: Wanted,
  ): Promise<ShopOrder> {
    if (number.length > digitsMax) throw new HttpError(orderUnknown);
    const orderId = await this.numbers.orderIdOf(store.storeId, number);
    const loaded = await this.orders.load(orderId);
    if (loaded === undefined) throw new HttpError(orderUnknown);
    const opened = await this.customers.of(orderId);
    assertMayPay(loaded.order, opened, { guest, customer: session.customer });
    const caller = { clientId: actor, stores: [store.storeId], scopes: [] };
    return {
      order: loaded.order,
      customer: opened?.kind === 'open' ? opened.customer : undefined,
      target: {
        request: commandRequestOf(request, idempotencyKey, caller),
        orderId,
        knownOrders: 'all',
      },
    };
  }

  /** Reads the newest state of the order from the log. */
  async now({ target }: ShopOrder): Promise<Order> {
    const loaded = await this.orders.load(target.orderId);
    if (loaded === undefined) throw new HttpError(orderUnknown);
    return loaded.order;
  }
}
