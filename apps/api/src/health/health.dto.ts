import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class LiveDto {
  @ApiProperty({ enum: ['live'] })
  status!: 'live';
}

export class DependencyDto {
  @ApiProperty({ enum: ['up', 'down'] })
  status!: 'up' | 'down';
}

export class EventStoreDto extends DependencyDto {
  @ApiPropertyOptional({
    enum: ['LOG_MISMATCH'],
    description: 'The log is not the one that the read models were made from; nothing is recorded',
  })
  fault?: 'LOG_MISMATCH';
}

export class ProjectionDto extends DependencyDto {
  @ApiPropertyOptional({ description: 'Up to where in the log everything is applied' })
  position?: string;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description:
      'How old a read can be, in seconds; null until the end of the log was reached once',
  })
  lagSeconds?: number | null;

  @ApiPropertyOptional({
    type: Number,
    description:
      'Streams of the log with an event that cannot be read or applied: their orders are refused, everything else works; absent if there are none',
  })
  damagedStreams?: number;
}

export class GatewayDto extends DependencyDto {
  @ApiProperty({ description: 'Orders for which something is to be done at the card gateway' })
  waiting!: number;

  @ApiProperty({ description: 'How long the oldest of them has waited, in seconds' })
  oldestSeconds!: number;
}

export class ReadinessDto {
  @ApiProperty({ enum: ['ready', 'not ready'] })
  status!: 'ready' | 'not ready';

  @ApiPropertyOptional({ description: 'true if the process was asked to stop' })
  stopping?: true;

  @ApiProperty({ type: EventStoreDto })
  eventStore!: EventStoreDto;

  @ApiProperty({ type: DependencyDto })
  postgres!: DependencyDto;

  @ApiProperty({ type: ProjectionDto })
  projection!: ProjectionDto;

  @ApiPropertyOptional({
    type: GatewayDto,
    description:
      'The card gateway, as the active worker sees it; absent while none does. While it is down captures are taken and wait',
  })
  gateway?: GatewayDto;

  @ApiPropertyOptional({
    description:
      'Settlements that were cut and are not stated, because the read model is not what the log says; absent if there are none',
  })
  settlementProblems?: number;

  @ApiPropertyOptional({
    type: Number,
    description:
      'Stores whose time zone has no canonical IANA name, at most 100; absent if there are none',
  })
  misnamedZones?: number;
}
