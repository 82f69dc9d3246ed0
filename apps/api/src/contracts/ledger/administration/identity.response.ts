import { ApiProperty } from '@nestjs/swagger';

/** Who the ledger is (docs/decisions/0029). */
export class IdentityResponse {
  @ApiProperty({
    format: 'uuid',
    description:
      'Namespace of the ids of orders: an id is the UUID of version 5 of `["store","orderNumber"]` (JSON without ' +
      'blanks) in it. Who knows it can tell the id of any order from its store and number.',
  })
  orderNamespace!: string;
}
