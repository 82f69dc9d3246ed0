import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '#access';
import { isUuid } from '#ledger';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { LogVerifications } from '../../../queries/verifications/log-verifications.js';
import { VerificationRuns } from '../../../queries/verifications/verification-runs.js';
import { optionalBody, JsonContentGuard } from '../requests/bodies.js';
import { problems } from '../problems/problems.js';
import { FromCaller } from '../requests/caller.js';
import { createdHeaders, DescribeCall } from '../requests/describe.js';
import { cursorOf, invalidCursor, limitOf, pageOf, type PageResponse } from '../requests/pages.js';
import { QueryPipe } from '../requests/query-pipe.js';
import {
  runResponse,
  VerificationRequest,
  VerificationRunResponse,
  VerificationsQuery,
} from './verification-run.dto.js';

/** Verifications of the whole log, as `ledger verify` makes them (docs/audit.md). */
@Controller('v1/audit/verifications')
@RequireScope('audit:read')
@UseGuards(JsonContentGuard)
export class VerificationsController {
  constructor(
    private readonly verifications: LogVerifications,
    private readonly runs: VerificationRuns,
  ) {}

  @Post()
  @HttpCode(202)
  @DescribeCall({
    summary: 'Verify the whole log and the read model',
    description:
      'Like `ledger verify`. Only one verification runs at a time: if one is running, the answer is that one and no other is ' +
      'started. Needs `audit:read`.',
    body: VerificationRequest,
    status: 202,
    answer: VerificationRunResponse,
    answerHeaders: createdHeaders,
    problems: ['UNSUPPORTED_MEDIA_TYPE'],
  })
  async start(
    @Body(new JsonBodyPipe(VerificationRequest, optionalBody)) body: VerificationRequest,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<VerificationRunResponse>> {
    const run = await this.verifications.start(caller.clientId, body.sealHash);
    reply.header('Location', `/v1/audit/verifications/${run.verificationId}`);
    return runResponse(run, caller);
  }

  @Get()
  @DescribeCall({
    summary: 'List the verifications of the whole log, the newest first',
    description:
      'The last 500 verifications that were started through this API. Needs `audit:read`.',
    answer: pageOf(VerificationRunResponse),
  })
  async list(
    @Query(new QueryPipe(VerificationsQuery)) query: VerificationsQuery,
    @FromCaller() caller: Caller,
  ): Promise<PageResponse<Plain<VerificationRunResponse>>> {
    const limit = limitOf(query);
    const found = await this.runs.list(limit + 1, await this.lastOf(query.cursor));
    const runs = found.slice(0, limit);
    const last = found.length > limit ? runs.at(-1) : undefined;
    return {
      items: runs.map((run) => runResponse(run, caller)),
      nextCursor: last === undefined ? null : cursorOf(last.verificationId),
    };
  }

  /**
   * Reads from the cursor the id of the last verification on the previous page.
   *
   * @throws HttpError 400 if that verification does not exist any more
   */
  private async lastOf(cursor: string | undefined): Promise<string | undefined> {
    if (cursor === undefined) return undefined;
    const id = Buffer.from(cursor, 'base64url').toString('latin1');
    const run = isUuid(id) ? await this.runs.find(id) : undefined;
    if (run === undefined) throw invalidCursor();
    return run.verificationId;
  }

  @Get(':id')
  @DescribeCall({
    summary: 'Show a verification of the whole log',
    description: 'The progress of the verification, or its result. Needs `audit:read`.',
    answer: VerificationRunResponse,
    problems: ['VERIFICATION_NOT_FOUND'],
  })
  async find(
    @Param('id') id: string,
    @FromCaller() caller: Caller,
  ): Promise<Plain<VerificationRunResponse>> {
    const run = isUuid(id) ? await this.runs.find(id) : undefined;
    if (run === undefined) throw problems.verificationNotFound();
    return runResponse(run, caller);
  }
}
