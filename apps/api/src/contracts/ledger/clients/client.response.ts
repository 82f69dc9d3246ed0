import { ApiProperty } from '@nestjs/swagger';
import { scopes } from '#access';
import type { ApiClient, Scope } from '#access';
import type { Plain } from '../../../contract-kit/plain.js';

export class ClientResponse {
  @ApiProperty({ example: 'shop-a' })
  clientId!: string;

  @ApiProperty({ type: [String], description: 'Without removed ones', example: ['demo-se'] })
  stores!: readonly string[];

  @ApiProperty({ enum: scopes, isArray: true })
  scopes!: readonly Scope[];
}

/** The only answer that holds a client's secret. */
export class CreatedClientResponse extends ClientResponse {
  @ApiProperty({ description: 'Shown this once: what is kept is its hash' })
  clientSecret!: string;
}

export const clientResponse = ({ clientId, stores, scopes }: ApiClient): Plain<ClientResponse> => ({
  clientId,
  stores,
  scopes,
});
