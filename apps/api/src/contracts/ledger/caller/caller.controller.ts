import { Controller, Get } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type Caller, type Scope, scopes, StoreDirectory } from '#access';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireAnyScope } from '../../../contract-kit/require-scope.js';
import { storeResponse, StoreResponse } from '../administration/store.dto.js';
import { FromCaller } from '../requests/caller.js';
import { DescribeCall } from '../requests/describe.js';

/** The client to which the token of the request was issued. */
export class CallerResponse {
  @ApiProperty({ example: 'shop-a' })
  clientId!: string;

  @ApiProperty({ enum: scopes, isArray: true })
  scopes!: readonly Scope[];

  @ApiProperty({ type: [StoreResponse], description: 'The stores that the client acts for' })
  stores!: StoreResponse[];
}

/**
 * Shows a caller its own client, scopes and stores, so that a user interface can hide what the
 * client may not do.
 */
@Controller('v1/caller')
export class CallerController {
  constructor(private readonly stores: StoreDirectory) {}

  @Get()
  @RequireAnyScope()
  @DescribeCall({
    summary: 'Show the client of the token',
    description: 'Shows the client, its scopes and its stores. Needs a token with any scope.',
    answer: CallerResponse,
  })
  async find(@FromCaller() caller: Caller): Promise<Plain<CallerResponse>> {
    const stores = await this.stores.findAll(caller.stores);
    return { clientId: caller.clientId, scopes: caller.scopes, stores: stores.map(storeResponse) };
  }
}
