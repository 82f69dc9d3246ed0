import { ApiProperty } from '@nestjs/swagger';
import type { OrderIds } from '#ledger';
import type { Erased, ErasedPerson } from '#personal-data';
import type { Plain } from '../../../contract-kit/describe.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { Identifier } from '../fields/names.js';
import { Text } from '../../../contract-kit/body/fields.js';

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

/**
 * Finds out which person to erase. A request must have either `customer` or `orderNumber`; with
 * both, the two could mean different people. Throws `HttpError` 400.
 */
export const erasedPersonOf = (
  { store, customer, orderNumber }: EraseRequest,
  identity: { readonly orderIds: OrderIds },
): ErasedPerson => {
  if (customer !== undefined && orderNumber === undefined) return { kind: 'customer', customer };
  if (customer === undefined && orderNumber !== undefined)
    return { kind: 'order', orderId: identity.orderIds.of(store, orderNumber.trim()) };
  const message =
    customer === undefined
      ? 'is required unless orderNumber is given'
      : 'must not be given together with orderNumber';
  throw shapeError([{ path: ['customer'], message }]);
};

class ErasureResponse {
  @ApiProperty({ format: 'uuid', description: 'The key that was destroyed; it names nobody' })
  keyId!: string;

  @ApiProperty({ format: 'date-time' })
  erasedAt!: string;

  @ApiProperty({ description: 'The client that asked for it', example: 'demo' })
  erasedBy!: string;
}

/** The result of an erasure. */
export class EraseResponse {
  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ description: 'Orders that showed the data until now', example: 3 })
  orders!: number;

  @ApiProperty({ type: [ErasureResponse], description: 'None if nothing was kept of the person' })
  erasures!: ErasureResponse[];
}

export const eraseResponse = (
  store: string,
  { orders, erasures }: Erased,
): Plain<EraseResponse> => ({
  store,
  orders,
  erasures: erasures.map(({ keyId, erasedAt, erasedBy }) => ({ keyId, erasedAt, erasedBy })),
});
