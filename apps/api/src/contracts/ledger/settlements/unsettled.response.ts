import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LineResponse } from './line.response.js';

/** What the next settlement of a store and currency will hold, as far as the read model has come. */
export class UnsettledResponse {
  @ApiProperty({ example: 'demo-se' })
  store!: string;

  @ApiProperty({ example: 'SEK' })
  currency!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When the first of them was settled' })
  firstSettledAt?: string;

  @ApiProperty({ description: 'How many lines there are, on every page' })
  lines!: number;

  @ApiProperty()
  captured!: number;

  @ApiProperty({ description: 'Above zero' })
  refunded!: number;

  @ApiProperty({ type: [LineResponse] })
  items!: readonly LineResponse[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null on the last page' })
  nextCursor!: string | null;
}
