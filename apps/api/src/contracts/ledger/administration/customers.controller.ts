import { Body, Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { actsFor, type Caller } from '#access';
import { LedgerIdentity } from '#event-log';
import type { OrderIds } from '#ledger';
import {
  CustomerHasName,
  eraseCustomer,
  type Erased,
  type ErasedPerson,
  PersonKeys,
} from '#personal-data';
import { customerCopies } from '#read-models';
import type { Logger } from '#runtime';
import { Text } from '../../../contract-kit/body/fields.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { loggerToken, poolToken } from '../../../services/service-tokens.js';
import { Identifier } from '../fields/names.js';
import { problems } from '../problems/problems.js';
import { JsonContentGuard, ledgerBodyRules } from '../requests/bodies.js';
import { FromCaller } from '../requests/caller.js';
import { DescribeCall } from '../requests/describe.js';

/** The body of `POST /v1/customers/erase`. */
class EraseRequest {
  @Identifier({ example: 'demo-se' })
  readonly store!: string;

  @Text({
    optional: true,
    description: "The customer's reference or e-mail address",
    example: 'c-1001',
  })
  readonly customer?: string;

  @Text({
    optional: true,
    most: 128,
    description:
      'Instead of `customer`: an order of a customer who gave neither reference nor e-mail address',
    example: '1001',
  })
  readonly orderNumber?: string;
}

/**
 * Finds out which person to erase. A request must have either `customer` or `orderNumber`; with
 * both, the two could mean different people. Throws `HttpError` 400.
 */
const erasedPersonOf = (
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
  @ApiProperty({
    format: 'uuid',
    description: 'Id of the destroyed key; it says nothing about the person',
  })
  keyId!: string;

  @ApiProperty({ format: 'date-time' })
  erasedAt!: string;

  @ApiProperty({ description: 'The client that requested the erasure', example: 'demo' })
  erasedBy!: string;
}

/** The result of an erasure. */
class EraseResponse {
  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ description: 'Number of orders from which the data were removed', example: 3 })
  orders!: number;

  @ApiProperty({
    type: [ErasureResponse],
    description: 'Empty if no data of the customer were stored',
  })
  erasures!: ErasureResponse[];
}

const eraseResponse = (store: string, { orders, erasures }: Erased): Plain<EraseResponse> => ({
  store,
  orders,
  erasures: erasures.map(({ keyId, erasedAt, erasedBy }) => ({ keyId, erasedAt, erasedBy })),
});

/**
 * Erases a person's data from the ledger. The request names the person in its body and not in its
 * URL, because URLs are written into logs.
 */
@Controller('v1/customers')
@RequireScope('admin')
@UseGuards(JsonContentGuard)
export class CustomersController {
  constructor(
    @Inject(poolToken) private readonly pool: Pool,
    @Inject(loggerToken) private readonly logger: Logger,
    private readonly keys: PersonKeys,
    private readonly identity: LedgerIdentity,
  ) {}

  @Post('erase')
  @HttpCode(200)
  @DescribeCall({
    summary: "Erase a customer's data permanently",
    description:
      'Destroys the keys that encrypt the data in the log, and deletes the data from the ' +
      'read models. Repeating the call changes nothing. Needs `admin`.',
    body: EraseRequest,
    answer: EraseResponse,
    problems: [
      'STORE_NOT_FOUND',
      'CUSTOMER_HAS_NAME',
      'PAYLOAD_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
    ],
  })
  async erase(
    @Body(new JsonBodyPipe(EraseRequest, ledgerBodyRules)) body: EraseRequest,
    @FromCaller() caller: Caller,
  ): Promise<Plain<EraseResponse>> {
    const { store: storeId } = body;
    const person = erasedPersonOf(body, this.identity);
    if (!actsFor(caller, storeId)) throw problems.storeNotFound();
    const { pool, keys } = this;
    const erased = await eraseCustomer(
      { pool, keys, copies: customerCopies },
      { storeId, person, erasedBy: caller.clientId },
    ).catch((error: unknown) => {
      throw error instanceof CustomerHasName ? problems.customerHasName() : error;
    });
    const keyIds = erased.erasures.map(({ keyId }) => keyId);
    this.logger.info({ storeId, keyIds, clientId: caller.clientId }, 'customer erased');
    return eraseResponse(storeId, erased);
  }
}
