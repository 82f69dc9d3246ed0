import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { eventFacts } from '#documents';
import type { RecordedEvent } from '#event-log';
import { type OrderBalance, type OrderStatus, orderStatuses } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { PricedRow } from './row.response.js';
import {
  SettledInResponse,
  type SettledLines,
  settledMember,
} from '../settlements/settled-in.response.js';
import { VatShareResponse } from '../settlements/settlement.response.js';

class HistoryActor {
  @ApiProperty({ description: 'Client id', example: 'demo' })
  client!: string;
}

/** The order's sums after an event, in the currency's minor unit. */
class HistorySums {
  @ApiProperty({ enum: orderStatuses })
  status!: OrderStatus;

  @ApiProperty()
  captured!: number;

  @ApiProperty()
  refunded!: number;

  @ApiProperty()
  cancelled!: number;

  @ApiProperty()
  remaining!: number;
}

/** A row of an event with its amount. */
class HistoryRow extends PricedRow {
  @ApiPropertyOptional({ example: 'r1' })
  rowId?: string;

  @ApiProperty({ example: 9500 })
  amount!: number;

  @ApiProperty({ example: 1900 })
  vat!: number;
}

/** One event of an order, who caused it, and the order's sums after it. */
export class HistoryEntry {
  @ApiProperty({ example: '3' })
  revision!: string;

  @ApiProperty({ description: 'Place in the log', example: '40961' })
  position!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ example: 'OrderPartCaptured' })
  type!: string;

  @ApiProperty()
  actor!: HistoryActor;

  @ApiProperty({
    description: 'The contract through which the event was caused; `system`: the ledger itself',
    pattern: '^[a-z][a-z0-9-]{0,31}$',
    example: 'walley',
  })
  contract!: string;

  @ApiPropertyOptional({ example: 'ship-1' })
  reference?: string;

  @ApiPropertyOptional({ example: 9500 })
  amount?: number;

  @ApiProperty({ description: 'Currency of all amounts', example: 'SEK' })
  currency!: string;

  @ApiPropertyOptional({ type: [HistoryRow], description: 'Present if the event is about rows' })
  rows?: readonly HistoryRow[];

  @ApiPropertyOptional({
    type: [VatShareResponse],
    description: 'VAT of a capture or refund by rate; below zero for a refund',
  })
  vat?: readonly VatShareResponse[];

  @ApiPropertyOptional({
    type: SettledInResponse,
    description:
      'The settlement of a settled capture or a refund, once it was cut; absent while the database cannot be reached',
  })
  settlement?: SettledInResponse;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As stored in the log' })
  data!: object;

  @ApiProperty()
  after!: HistorySums;

  @ApiProperty({
    description:
      'Hex SHA-256 over the `chain` of the previous event and this event as canonical JSON',
  })
  chain!: string;
}

const referenceOf = ({ data }: RecordedEvent) => ('reference' in data ? data.reference : undefined);
const amountOf = ({ data }: RecordedEvent) => ('amount' in data ? data.amount : undefined);

export const historyEntry = (
  event: RecordedEvent,
  after: OrderBalance,
  settled: SettledLines,
): Plain<HistoryEntry> => {
  const { rows, vat, lineId } = eventFacts(event);
  const [reference, amount] = [referenceOf(event), amountOf(event)];
  return {
    revision: String(event.revision),
    position: String(event.position),
    recordedAt: event.recordedAt,
    type: event.type,
    actor: { client: event.metadata.clientId },
    contract: event.metadata.contract,
    ...(reference !== undefined && { reference }),
    ...(amount !== undefined && { amount }),
    currency: after.currency,
    ...(rows.length > 0 && { rows }),
    ...(vat.length > 0 && { vat }),
    ...(lineId !== undefined && settledMember(settled, lineId)),
    data: event.data,
    after: {
      status: after.status,
      captured: after.captured,
      refunded: after.refunded,
      cancelled: after.cancelled,
      remaining: after.remaining,
    },
    chain: event.metadata.chain,
  };
};

/** `GET /v1/orders/{id}/history`: events in order, read from the log itself. */
export class HistoryResponse {
  @ApiProperty({ format: 'uuid' })
  orderId!: string;

  @ApiProperty({ type: [HistoryEntry] })
  entries!: HistoryEntry[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null on the last page' })
  nextCursor!: string | null;
}
