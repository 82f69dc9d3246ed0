import { Controller, Get } from '@nestjs/common';
import { LedgerIdentity } from '#event-log';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import type { Plain } from '../../../contract-kit/plain.js';
import { DescribeIdentity } from './describe-audit.js';
import type { IdentityResponse } from './identity.response.js';

/** Not for auditors of one store: the namespace tells the ids of all stores' orders. */
@Controller('v1/audit/identity')
@RequireScope('admin')
export class IdentityController {
  constructor(private readonly identity: LedgerIdentity) {}

  @Get()
  @DescribeIdentity()
  find(): Plain<IdentityResponse> {
    return { orderNamespace: this.identity.orderIds.namespace };
  }
}
