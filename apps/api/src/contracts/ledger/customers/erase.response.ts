import { ApiProperty } from '@nestjs/swagger';
import type { Erased } from '#personal-data';
import type { Plain } from '../../../contract-kit/plain.js';

class ErasureResponse {
  @ApiProperty({ format: 'uuid', description: 'The key that was destroyed; it names nobody' })
  keyId!: string;

  @ApiProperty({ format: 'date-time' })
  erasedAt!: string;

  @ApiProperty({ description: 'The client that asked for it', example: 'demo' })
  erasedBy!: string;
}

/** What an erasure did. */
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
