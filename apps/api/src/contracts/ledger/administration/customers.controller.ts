import { Body, Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import type { Pool } from 'pg';
import { actsFor } from '#access';
import type { Caller } from '#access';
import { LedgerIdentity } from '#event-log';
import { CustomerHasName, eraseCustomer, PersonKeys } from '#personal-data';
import { customerCopies } from '#read-models';
import type { Logger } from '#runtime';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { loggerToken, poolToken } from '../../../services/service-tokens.js';
import { ledgerBodyRules } from '../ledger-body-rules.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/caller.js';
import { JsonContentGuard } from '../requests/content-type.guard.js';
import { DescribeCall } from '../requests/describe.js';
import { erasedPersonOf, EraseRequest, eraseResponse, EraseResponse } from './erase.dto.js';

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
    summary: "Erase a customer's data for good",
    description:
      'Destroys the keys that the data are sealed under in the log, and deletes them from the ' +
      'read models. Doing it again changes nothing. Needs `admin`.',
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
