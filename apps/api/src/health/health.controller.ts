import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Plain } from '../contract-kit/describe.js';
import { Public } from '../contract-kit/access.guard.js';
import { LiveDto, ReadinessDto } from './health.dto.js';
import { Readiness } from './readiness.js';

@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @ApiOperation({
    summary: 'Whether the process works',
    description: 'Checks no other process; for probes that restart a process that does not answer.',
  })
  @ApiOkResponse({ type: LiveDto })
  live(): Plain<LiveDto> {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Whether requests can be answered: event store, PostgreSQL, projection lag',
    description: 'For load balancers: 503 while commands would be refused.',
  })
  @ApiOkResponse({ type: ReadinessDto })
  @ApiServiceUnavailableResponse({
    type: ReadinessDto,
    description: 'A process or database that the API needs is down',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Plain<ReadinessDto>> {
    const readiness = await this.readiness.now();
    if (readiness.status !== 'ready') reply.code(503).header('Retry-After', '1');
    return readiness;
  }
}
