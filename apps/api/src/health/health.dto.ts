import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class LiveDto {
  @ApiProperty({ enum: ['live'] })
  status!: 'live';
}

export class DependencyDto {
  @ApiProperty({ enum: ['up', 'down'] })
  status!: 'up' | 'down';
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
}

export class ReadinessDto {
  @ApiProperty({ enum: ['ready', 'not ready'] })
  status!: 'ready' | 'not ready';

  @ApiPropertyOptional({ description: 'true if the process was asked to stop' })
  stopping?: true;

  @ApiProperty({ type: DependencyDto })
  eventStore!: DependencyDto;

  @ApiProperty({ type: DependencyDto })
  postgres!: DependencyDto;

  @ApiProperty({ type: ProjectionDto })
  projection!: ProjectionDto;
}
