import { Injectable } from '@nestjs/common';
import type { Caller } from '#access';
import { isUuid } from '#ledger';
import { moneyStates, type OrderFilter, OrderQueries, PageTooHeavy, shopViews } from '#read-models';
import { OrderNumbers } from '../../queries/order-lookup.js';
import { invalidData } from './medusa-envelope.js';
import { orderIdOfCustomer } from './order/medusa-ids.js';
import { medusaOrder, type MedusaOrder } from './order/medusa-order.js';
import { fulfillmentStatusOf, orderStatuses, paymentStatuses } from './order/statuses.js';
import type { ListQuery } from './query/list-query.js';

export interface OrderPage {
  readonly orders: readonly MedusaOrder[];
  /** The number of orders that match the filters, on all pages. */
  readonly count: number;
  readonly offset: number;
  readonly limit: number;
}

/** Lists orders of the caller's stores from the read model (medusa.md, "Lists"). */
@Injectable()
export class OrderList {
  constructor(
    private readonly queries: OrderQueries,
    private readonly numbers: OrderNumbers,
  ) {}

  /**
   * Reads a page of the list.
   *
   * @throws HttpError 400 if the orders of the page are together too large to be read at once
   */
  async page(caller: Caller, query: ListQuery): Promise<OrderPage> {
    const { limit, offset, oldestFirst, selection } = query;
    const window = { limit, offset, ...(oldestFirst && { oldestFirst: true as const }) };
    try {
      const { orders, total } = await this.queries.wholePage(
        await this.#filterOf(caller, query),
        window,
      );
      return {
        orders: orders.map((order) => medusaOrder(order, selection)),
        ...{ count: total, offset, limit },
      };
    } catch (error) {
      if (error instanceof PageTooHeavy) throw invalidData(`${error.message}: use a lower limit`);
      throw error;
    }
  }

  async #filterOf(caller: Caller, query: ListQuery): Promise<OrderFilter> {
    const { text, email, currencyCode, displayId, placed } = query;
    const orderIds = await this.#orderIdsOf(caller, query);
    const numbered = displayId === undefined ? [] : [await this.#idOf(caller, displayId)];
    const customerId = query.customerId;
    const isReference = customerId !== undefined && orderIdOfCustomer(customerId) === undefined;
    return {
      ...{ stores: caller.stores, ...placed },
      ...(orderIds && { orderIds }),
      ...(text !== undefined && { text }),
      ...(email !== undefined && { email }),
      ...(currencyCode !== undefined && { currency: currencyCode.toUpperCase() }),
      ...(isReference && { customerReference: customerId }),
      ...(displayId !== undefined && {
        displayNumber: { number: displayId, orderIds: numbered.filter((id) => id !== undefined) },
      }),
      ...(query.paymentStatuses && {
        moneyStates: moneyStates.filter((state) =>
          query.paymentStatuses?.includes(paymentStatuses[state]),
        ),
      }),
      ...shopViewsOf(query),
    };
  }

  /**
   * The order ids to which the filters `id` (an order number) and `customer_id` restrict the list.
   * The ledger makes a customer id from an order's id if the customer has no reference, so such a
   * customer id leads back to one order. Undefined if neither filter restricts the list.
   */
  async #orderIdsOf(
    caller: Caller,
    { id, customerId }: ListQuery,
  ): Promise<readonly string[] | undefined> {
    const named = id === undefined ? undefined : await this.#idOf(caller, id);
    const ofCustomer = customerId === undefined ? undefined : orderIdOfCustomer(customerId);
    if (id === undefined) return ofCustomer === undefined ? undefined : [ofCustomer];
    if (named === undefined || (ofCustomer !== undefined && ofCustomer !== named)) return [];
    return [named];
  }

  async #idOf(caller: Caller, number: string): Promise<string | undefined> {
    const orderId = await this.numbers.orderIdFor(caller, number);
    return orderId !== undefined && isUuid(orderId) ? orderId : undefined;
  }
}

const shopViewsOf = ({
  statuses,
  fulfillmentStatuses,
}: ListQuery): Pick<OrderFilter, 'shopViews'> =>
  statuses === undefined && fulfillmentStatuses === undefined
    ? {}
    : {
        shopViews: shopViews.filter(
          (view) =>
            (statuses?.includes(orderStatuses[view]) ?? true) &&
            (fulfillmentStatuses?.includes(fulfillmentStatusOf(view)) ?? true),
        ),
      };
