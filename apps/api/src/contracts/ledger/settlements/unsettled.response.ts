import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LineResponse } from './line.response.js';

/** What a store has in a currency that no settlement holds yet, as far as the read model has come. */
export class UnsettledAccountResponse {
  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When the first of it was settled' })
  firstSettledAt?: string;

  @ApiProperty({ description: 'Number of lines' })
  lines!: number;

  @ApiProperty()
  captured!: number;

  @ApiProperty({ description: 'Above zero' })
  refunded!: number;
}

/** What the next settlement of one store and currency will hold. */
export class UnsettledResponse extends UnsettledAccountResponse {
  @ApiProperty({ type: [LineResponse] })
  items!: readonly LineResponse[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null on the last page' })
  nextCursor!: string | null;
}
