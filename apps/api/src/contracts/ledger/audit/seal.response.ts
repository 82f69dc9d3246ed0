import { ApiProperty } from '@nestjs/swagger';
import type { StoredEvent } from '#event-log';
import type { Seal } from '#evidence';
import type { Plain } from '../../../contract-kit/plain.js';

/** A seal over the log: what `ledger verify` and any auditor recompute (docs/audit.md). */
export class SealResponse {
  @ApiProperty({ description: 'Number of the seal, from 0', example: '3' })
  revision!: string;

  @ApiProperty({ description: 'Place of the seal itself in the log', example: '51200' })
  position!: string;

  @ApiProperty({ description: 'It covers the events behind this position', example: '30720' })
  coversAfter!: string;

  @ApiProperty({ description: 'Up to and including this one', example: '40961' })
  coversTo!: string;

  @ApiProperty({ description: 'Events that it covers', example: 10000 })
  events!: number;

  @ApiProperty({ description: 'Events that all seals up to this one cover', example: 40000 })
  eventsTotal!: number;

  @ApiProperty({
    description:
      'Hex SHA-256 over the hash of the seal before and the chain values of the events covered, in the order of the log',
  })
  hash!: string;

  @ApiProperty({ format: 'date-time' })
  sealedAt!: string;
}

export const sealResponse = (
  { revision, position }: Pick<StoredEvent, 'revision' | 'position'>,
  seal: Seal,
): Plain<SealResponse> => ({
  revision: String(revision),
  position: String(position?.commit ?? ''),
  coversAfter: seal.after,
  coversTo: seal.position,
  events: seal.events,
  eventsTotal: seal.eventsTotal,
  hash: seal.hash,
  sealedAt: seal.sealedAt,
});
