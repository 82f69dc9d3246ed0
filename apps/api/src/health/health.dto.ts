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
    description:
      'Why the log is not the one that the read models were made from; nothing is recorded',
  })
  fault?: 'LOG_MISMATCH';
}

export class ProjectionDto extends DependencyDto {
  @ApiPropertyOptional({
    description: 'Position in the log up to which the read models have all events',
  })
  position?: string;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description:
      'Age of the read models in seconds; null until the end of the log was reached once',
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
  @ApiProperty({ description: 'Number of orders that wait for the card gateway' })
  waiting!: number;

  @ApiProperty({ description: 'Waiting time of the oldest of these orders, in seconds' })
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
      'The state of the card gateway at the active worker; absent without an active worker. While the gateway is down, captures are accepted and wait',
  })
  gateway?: GatewayDto;

  @ApiPropertyOptional({
    description:
      'Settlements that were cut and are not stated, because the read model differs from the log; absent if there are none',
  })
  settlementProblems?: number;

  @ApiPropertyOptional({
    type: Number,
    description:
      'Stores whose time zone has no canonical IANA name, at most 100; absent if there are none',
  })
  misnamedZones?: number;
}
