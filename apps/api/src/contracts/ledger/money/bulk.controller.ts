import { Controller, Header, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Authenticator } from '../../../contract-kit/authenticator.js';
import { LedgerIdentity } from '#event-log';
import type { Logger } from '#runtime';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { callerOf } from '../../../contract-kit/request-caller.js';
import { httpLimits } from '../../../contract-kit/http-limits.js';
import {
  discardRest,
  ndjson,
  ReadsLines,
  streamBothWays,
} from '../../../contract-kit/streamed-bodies.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { loggerToken } from '../../../services/service-tokens.js';
import { callerGone, bulkLimits } from './bulk-result.js';
import { Bulk } from './bulk.js';
import { CallerCheck } from '../requests/caller-check.js';
import { CaptureLines } from './capture-lines.js';
import { DescribeBulk } from './describe-bulk.js';
import { NdjsonContentGuard } from '../requests/content-type.guard.js';
import { RunningBulks } from './running-bulks.js';

@Controller('v1/captures')
@UseGuards(NdjsonContentGuard)
export class BulkController {
  constructor(
    private readonly commands: CommandBus,
    private readonly authenticator: Authenticator,
    private readonly bulks: RunningBulks,
    private readonly identity: LedgerIdentity,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('Content-Type', ndjson)
  @ReadsLines()
  @RequireScope('captures:write')
  @DescribeBulk()
  capture(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Bulk {
    if (request.raw.destroyed) throw new HttpError(callerGone);
    const { commands, authenticator, logger, identity } = this;
    const { callerCheckedEveryMs } = bulkLimits;
    const callerCheck = new CallerCheck(request, authenticator, callerCheckedEveryMs);
    const lines = new CaptureLines(request, { commands, callerCheck, logger, identity });
    const bulk = this.bulks.begin(
      callerOf(request).clientId,
      () => new Bulk(request.raw, lines, bulkLimits),
    );
    bulk.once('error', (err) => {
      logger.error({ err, requestId: request.id }, 'a bulk failed');
    });
    streamBothWays(request.raw, reply.raw);
    reply.raw.once('finish', () => {
      discardRest(request.raw, httpLimits.lingerMs);
    });
    return bulk;
  }
}
