import { ApiProperty } from '@nestjs/swagger';
import { HistoryEntry } from './history-entry.js';

/** `GET /v1/orders/{id}/history`: events in order, read from the log itself. */
export class HistoryResponse {
  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ type: [HistoryEntry] })
  entries!: HistoryEntry[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null on the last page' })
  nextCursor!: string | null;
}
