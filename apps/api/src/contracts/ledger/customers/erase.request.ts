import type { OrderIds } from '#ledger';
import type { ErasedPerson } from '#personal-data';
import { shapeError } from '../../../contract-kit/http-error.js';
import { Identifier } from '../fields/identifier.js';
import { Text } from '../fields/text.js';

/** The body of `POST /v1/customers/erase`. */
export class EraseRequest {
  @Identifier({ example: 'demo-se' })
  readonly store!: string;

  @Text({ optional: true, description: 'Reference or e-mail address', example: 'c-1001' })
  readonly customer?: string;

  @Text({
    optional: true,
    most: 128,
    description: 'In place of customer: the order of somebody who gave neither',
    example: '1001',
  })
  readonly orderNumber?: string;
}

/** Whom to erase. One of both names somebody; two could name two. Throws `RefusedRequest` 400. */
export const erasedPersonOf = (
  { store, customer, orderNumber }: EraseRequest,
  identity: { readonly orderIds: OrderIds },
): ErasedPerson => {
  if (customer !== undefined && orderNumber === undefined) return { kind: 'customer', customer };
  if (customer === undefined && orderNumber !== undefined)
    return { kind: 'order', orderId: identity.orderIds.of(store, orderNumber.trim()) };
  throw shapeError([{ path: ['customer'], message: 'must be there, or else orderNumber' }]);
};
