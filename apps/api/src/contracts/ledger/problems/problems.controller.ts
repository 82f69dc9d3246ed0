import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../contract-kit/access.guard.js';
import { answerRendered, rendered, type Rendered } from '../../../contract-kit/rendered.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { pageOf } from '../requests/pages.js';
import { problemPath, problemTypes } from './problem-types.js';
import type { Plain } from '../../../contract-kit/describe.js';

class ProblemTypeResponse {
  @ApiProperty()
  type!: string;

  @ApiProperty()
  code!: string;

  @ApiProperty()
  status!: number;

  @ApiProperty()
  title!: string;
}

const documented = [...problemTypes].map(([code, type]): Plain<ProblemTypeResponse> => ({
  type: problemPath(code),
  ...type,
}));

const answerOf = (body: object): Rendered =>
  rendered({
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(body),
    cacheSeconds: 60,
  });

/** The answers are the same for every caller, so they are made once. */
const allProblems = answerOf({ items: documented, nextCursor: null });
const problemsByCode = new Map(documented.map((type) => [type.code, answerOf(type)]));

/** The pages that the `type` of a problem links to. */
@Controller('v1/problems')
export class ProblemsController {
  @Get()
  @Public()
  @ApiOperation({
    summary: 'List all codes',
    description: 'All error codes that `/v1` can answer with.',
  })
  @ApiOkResponse({ type: pageOf(ProblemTypeResponse) })
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void answerRendered(request, reply, allProblems);
  }

  @Get(':code')
  @Public()
  @ApiOperation({
    summary: 'Explain a code',
    description: 'The page that the `type` of a problem links to.',
  })
  @ApiOkResponse({ type: ProblemTypeResponse })
  find(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const found = problemsByCode.get(code);
    if (found) {
      void answerRendered(request, reply, found);
      return;
    }
    throw new HttpError({
      status: 404,
      code: 'NOT_FOUND',
      detail: 'There is nothing at this address.',
    });
  }
}
