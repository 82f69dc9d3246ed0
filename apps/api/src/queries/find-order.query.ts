import { Query } from '@nestjs/cqrs';
import type { Caller } from '#access';
import type { OrderView } from '#read-models';

/** An order as the read model shows it, or why the caller does not get it (invariant I8 of domain.md). */
export type FoundOrder =
  | { readonly kind: 'found'; readonly order: OrderView }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'of-other-store' };

export class FindOrder extends Query<FoundOrder> {
  constructor(
    readonly caller: Caller,
    /** A UUID, lower case. */
    readonly orderId: string,
    /** `authorised`: for this contract an order that still waits for its payment does not exist. */
    readonly knownOrders: 'all' | 'authorised',
  ) {
    super();
  }
}
