import { ApiProperty } from '@nestjs/swagger';
import {
  type ApiClient,
  clientStoresMax,
  isIdentifier,
  isScope,
  type Scope,
  scopes,
} from '#access';
import type { Plain } from '../../../contract-kit/describe.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { Identifier } from '../fields/names.js';
import { Texts } from '../../../contract-kit/body/fields.js';

/** The body of `POST /v1/clients`. */
export class ClientRequest {
  @Identifier({
    description: 'Must not have been used before, not even by a removed client',
    example: 'shop-a',
  })
  readonly clientId!: string;

  @Texts({
    least: 0,
    most: clientStoresMax,
    accepts: isIdentifier,
    eachMustBe: 'the id of a store',
    description: 'The stores that the client acts for; they must exist',
    example: ['demo-se'],
  })
  readonly stores!: readonly string[];

  @Texts({
    least: 1,
    most: scopes.length,
    accepts: isScope,
    eachMustBe: `one of ${scopes.join(', ')}`,
    words: scopes,
    example: ['captures:write', 'orders:read'],
  })
  readonly scopes!: readonly Scope[];
}

export class ClientResponse {
  @ApiProperty({ example: 'shop-a' })
  clientId!: string;

  @ApiProperty({
    type: [String],
    description: 'Stores of the client, without removed ones',
    example: ['demo-se'],
  })
  stores!: readonly string[];

  @ApiProperty({ enum: scopes, isArray: true })
  scopes!: readonly Scope[];
}

/** The only answer that holds a client's secret. */
export class CreatedClientResponse extends ClientResponse {
  @ApiProperty({ description: 'Shown only once, because the ledger stores only a hash of it' })
  clientSecret!: string;
}

export const clientResponse = ({ clientId, stores, scopes }: ApiClient): Plain<ClientResponse> => ({
  clientId,
  stores,
  scopes,
});

const storeUnknown = (detail: string): HttpError =>
  new HttpError({ status: 422, code: 'STORE_UNKNOWN', detail });

/** 422: a client can be given only stores that exist. */
export const unknownStore = (storeId: string): HttpError =>
  storeUnknown(`There is no store ${storeId}.`);

/** 422: a key acts for one of the stores of its client. The store may exist. */
export const storeNotOfClient = (storeId: string): HttpError =>
  storeUnknown(`The client does not act for a store ${storeId}.`);
